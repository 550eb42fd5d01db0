"""Loads a trained model so that it answers with the names of replies."""

from pathlib import Path

import rasa.core.agent
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.utils.endpoints import EndpointConfig

from bot.runtime.reply_names import ReplyNames
from bot.runtime.train import TrainingFailed


async def load_agent(
    model: Path, actions: EndpointConfig, tracker_store: TrackerStore | None = None
) -> rasa.core.agent.Agent:
    """The agent; in Rasa's own memory where no tracker store is given.

    Raises TrainingFailed for a model that is missing or cannot be read.
    """
    nlg = EndpointConfig(type=f"{ReplyNames.__module__}.{ReplyNames.__name__}")
    agent = await rasa.core.agent.load_agent(
        model_path=str(model), endpoints=AvailableEndpoints(nlg=nlg, action=actions)
    )
    if agent.processor is None:
        raise TrainingFailed(
            f"{model.name} could not be loaded: train again with `python -m bot train --force`"
        )
    if tracker_store is not None:
        tracker_store.domain = agent.domain
        # not by the endpoints: Rasa would wrap it in a store that loses turns when it fails
        agent.tracker_store = agent.processor.tracker_store = tracker_store
    return agent
