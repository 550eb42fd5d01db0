"""A very small project with the real components, for tests of training."""

from pathlib import Path

CONFIG = """
recipe: default.v1
assistant_id: tiny
language: en
pipeline:
  - name: bot.nlu.sentence_encoder.EncoderFeaturizer
  - name: bot.nlu.intent_classifier.IntentClassifier
  - name: bot.nlu.safety_gate.SafetyGate
policies:
  - name: RulePolicy
"""
PHRASES = {
    "missing": ["i miss her", "i long for him", "i miss our hours", "i want her back"],
    "weather": ["will it rain", "is it sunny", "how warm is it", "any snow today"],
    "thank": ["thanks", "thank you", "many thanks", "cheers"],
}


def make_tiny_root(root: Path) -> Path:
    """`config.yml`, `data/` and `bot/domain/` of three intents."""
    write(root / "config.yml", CONFIG)
    write(root / "bot" / "domain" / "_shared.yml", 'version: "3.1"\n')
    for intent, phrases in PHRASES.items():
        examples = "\n".join(f"      - {phrase}" for phrase in phrases)
        nlu = f'version: "3.1"\nnlu:\n  - intent: {intent}\n    examples: |\n{examples}\n'
        write(root / "data" / "nlu" / f"{intent}.yml", nlu)
        rule = f"  - rule: {intent}\n    steps:\n      - intent: {intent}\n"
        rule += f"      - action: utter_{intent}\n"
        write(root / "data" / "stories" / f"{intent}.yml", f'version: "3.1"\nrules:\n{rule}')
        said = f"  utter_{intent}:\n    - text: words\n"
        domain = f'version: "3.1"\nintents:\n  - {intent}\nresponses:\n{said}'
        write(root / "bot" / "domain" / "en" / f"{intent}.yml", domain)
    return root


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
