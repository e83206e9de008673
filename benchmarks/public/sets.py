"""The public sets, where each is to be had, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import direct
import harmless
import indirect
from rows import LabelledRow, Rows

SEE = "see upstream"


@dataclass(frozen=True)
class PublicSet:
    """A set that others have published.

    Attributes:
        name: Folder that its files are put into.
        repository: Who publishes it.
        paths: Its files there.
        pin: Commit that the converter was written for.
        licence: As upstream says.
        files: Patterns of the files in its folder, at any depth.
        convert: Turns one file into rows.
        lang: Language, where it has only one.

    """

    name: str
    repository: str
    paths: str
    pin: str
    licence: str
    files: tuple[str, ...]
    convert: Callable[[Path], Rows]
    lang: str = "en"

    def found(self, folder: Path) -> list[Path]:
        """Return its files in a folder of downloads."""
        own = folder / self.name
        return sorted({path for pattern in self.files for path in own.rglob(pattern)})

    def rows(self, folder: Path) -> Iterator[LabelledRow]:
        """Convert all of its files; a text that has been there is left out."""
        seen: set[str] = set()
        for path in self.found(folder):
            place = path.relative_to(folder).as_posix()
            for row in self.convert(path):
                if row["text"] not in seen:
                    seen.add(row["text"])
                    name = f"{place}:{row['id']}"
                    yield {**row, "id": name, "lang": self.lang, "source": self.name}


SETS = (
    PublicSet(
        "deepset",
        "Hugging Face deepset/prompt-injections",
        "data/{train,test}-*.parquet, exported as CSV or JSON lines",
        "4928447",
        "Apache-2.0",
        ("*.csv", "*.jsonl"),
        direct.deepset,
        lang="",
    ),
    PublicSet(
        "notinject",
        "GitHub leolee99/PIGuard",
        "datasets/NotInject_{one,two,three}.json",
        "54415cc9ba086d80b65ea8e2e8eca84f52671df7",
        "MIT",
        ("NotInject*.json",),
        harmless.notinject,
        lang="",
    ),
    PublicSet(
        "tensor_trust",
        "GitHub HumanCompatibleAI/tensor-trust-data",
        "benchmarks/{extraction,hijacking}-robustness/v1/*.jsonl",
        "01856c36f7e6a70442378d7fe9d5e9de3329040a",
        SEE,
        ("*robustness*.jsonl",),
        direct.tensor_trust,
    ),
    PublicSet(
        "injecagent",
        "GitHub uiuc-kang-lab/InjecAgent",
        "data/test_cases_{dh,ds}_{base,enhanced}.json",
        SEE,
        "MIT",
        ("test_cases_*_base.json", "test_cases_*_enhanced.json"),
        indirect.injecagent,
    ),
    PublicSet(
        "bipia",
        "GitHub microsoft/BIPIA",
        "benchmark/text_attack_test.json, benchmark/{email,table}/test.jsonl",
        "5a48626aece9739ce587ffdbcb2b7badcfd9d8ba",
        "MIT; tables CC BY-SA 4.0",
        ("text_attack*.json", "email/*.jsonl", "table/*.jsonl"),
        indirect.bipia,
    ),
    PublicSet(
        "agentdojo",
        "GitHub ethz-spylab/agentdojo",
        "runs/**/injection_task_*.json, or the injections exported as YAML or JSON",
        SEE,
        SEE,
        ("*.json", "*injection*.yaml", "*injection*.yml"),
        indirect.agentdojo,
    ),
    PublicSet(
        "in_the_wild",
        "GitHub verazuo/jailbreak_llms",
        "data/prompts/{jailbreak,regular}_prompts_2023_12_25.csv",
        SEE,
        "MIT",
        ("*.csv",),
        direct.in_the_wild,
    ),
    PublicSet(
        "jailbreakbench",
        "Hugging Face JailbreakBench/JBB-Behaviors",
        "data/{harmful,benign}-behaviors.csv",
        "886acc3",
        "MIT",
        ("harmful*.csv", "benign*.csv"),
        direct.jailbreakbench,
    ),
    PublicSet(
        "awesome_prompts",
        "GitHub f/awesome-chatgpt-prompts",
        "prompts.csv",
        "e7b1918a",
        "CC0-1.0",
        ("prompts*.csv",),
        harmless.awesome_prompts,
    ),
    PublicSet(
        "clinc150",
        "GitHub clinc/oos-eval",
        "data/data_full.json",
        SEE,
        "CC BY 3.0",
        ("data_full.json",),
        harmless.clinc150,
    ),
    PublicSet(
        "gandalf",
        "Hugging Face Lakera/gandalf_ignore_instructions",
        "data/{train,validation,test}-*.parquet, exported as JSON lines",
        SEE,
        "MIT",
        ("*.jsonl",),
        direct.gandalf,
    ),
)
