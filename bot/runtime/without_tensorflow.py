"""Lets Rasa Open Source 3.6.21 be imported where TensorFlow is not installed.

Rasa imports its TensorFlow components at start even when `config.yml` names none of them.
`install()` puts an empty class in the place of each one, before the first `import rasa`.
A pipeline that names such a component fails with a clear error when it is built.
"""

import importlib.util
import sys
from types import ModuleType

# module -> the names that Rasa imports from it
REPLACED = {
    "rasa.nlu.classifiers.diet_classifier": ["DIETClassifier"],
    "rasa.nlu.selectors.response_selector": ["ResponseSelector"],
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer": ["ConveRTFeaturizer"],
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer": ["LanguageModelFeaturizer"],
    "rasa.core.policies.ted_policy": ["TEDPolicy"],
    "rasa.core.policies.unexpected_intent_policy": ["UnexpecTEDIntentPolicy"],
    "rasa.utils.tensorflow.callback": ["RasaTrainingLogger", "RasaModelCheckpoint"],
    "rasa.utils.tensorflow.data_generator": ["RasaBatchDataGenerator", "RasaDataGenerator"],
}


class _NeedsTensorFlow:
    """Stands where a TensorFlow component would be."""

    def __init__(self, *_: object, **__: object) -> None:
        raise ImportError(
            f"{type(self).__name__} needs TensorFlow, which this environment does not have. "
            "Take it out of config.yml, or use the environment under benchmarks/."
        )


def install() -> None:
    """Put the stand-ins in place; does nothing where TensorFlow is installed."""
    if importlib.util.find_spec("tensorflow") or "rasa.core.policies.ted_policy" in sys.modules:
        return
    for name, classes in REPLACED.items():
        module = ModuleType(name)
        for class_name in classes:
            setattr(module, class_name, type(class_name, (_NeedsTensorFlow,), {}))
        sys.modules[name] = module
    _replace_environment()


def _replace_environment() -> None:
    """The command line configures TensorFlow's threads and asks for its determinism."""
    import rasa.utils.tensorflow as package

    environment = ModuleType("rasa.utils.tensorflow.environment")
    environment.setup_tf_environment = lambda: None  # type: ignore[attr-defined]
    environment.check_deterministic_ops = lambda: None  # type: ignore[attr-defined]
    sys.modules[environment.__name__] = environment
    package.environment = environment  # type: ignore[attr-defined]
