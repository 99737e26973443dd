#!/usr/bin/env python3
"""Runs score.py with the same arguments and prints its figures in one or two lines."""
import json
import os
import subprocess
import sys

score = os.path.join(os.path.dirname(os.path.abspath(__file__)), "score.py")
figures = json.loads(subprocess.run([sys.executable, score, "--json", *sys.argv[1:]], check=True, capture_output=True).stdout)

pairs, persons = figures["pairwise"], figures["cluster"]
print(
    f"  persons: precision {pairs['precision']:.4f}, recall {pairs['recall']:.4f}, F1 {pairs['f1']:.4f}; "
    f"B-cubed F1 {figures['bcubed']['f1']:.4f}; exact clusters F1 {persons['f1']:.4f}; largest {figures['largest_cluster']}"
)
if "series" in figures:
    series = figures["series"]
    print(
        f"  series: seen_as_repeat {series['seen_as_repeat']:.4f}, wrongly_joined {series['wrongly_joined']:.4f}, "
        f"F1 {series['f1']:.4f}"
    )
