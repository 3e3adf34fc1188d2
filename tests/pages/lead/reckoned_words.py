"""What the pages should say of the small named cohort, put into words from what `reckoning` works out."""

from tests.pages.lead.reckoning import MENTEES, MENTORS, NOW, WAY, Cohort

PAIRS, (MATCHED, WORST, TOTAL) = NOW.best()
OTHER_SCORES = {800: "Very good fit", 600: "Good fit", 400: "Fair fit", 0: "Weak fit"}


def fit(score: int) -> str:
    return f"{next(words for least, words in OTHER_SCORES.items() if score >= least)}, {score // 10} of 100"


def tenths(points) -> str:
    rounded = int(points * 10 + 0.5)
    return f"{rounded // 10}.{rounded % 10}" if rounded % 10 else str(rounded // 10)


def points(cohort: Cohort, mentee: str, mentor: str) -> dict[str, tuple[str, str, list[str]]]:
    """What each criterion gave as the page shows it, the one that gave most first, and the numbers in its words."""
    told = cohort.part(mentee, mentor)
    ordered = sorted(told, key=lambda name: -told[name][0])
    return {name: (tenths(told[name][0]), str(told[name][1]), _numbers(name, mentee, mentor)) for name in ordered}


def _numbers(criterion: str, mentee: str, mentor: str) -> list[str]:
    one, other = MENTEES[mentee], MENTORS[mentor]
    if criterion == "Travel between sites" and one.site != other.site:
        return [str(WAY)]
    if criterion == "Stated preferences":
        met = sum(each in {f"site:{other.site}", f"specialty:{other.specialty}"} for each in one.prefers)
        return [str(met), str(len(one.prefers))]
    if criterion == "Ranked wishes":
        places = ((one.ranked, mentor), (other.ranked, mentee))
        return [str(ranked.index(name) + 1) for ranked, name in places if name in ranked]
    return []


def together(cohort: Cohort, mentee: str, mentor: str) -> str:
    """The sentence that adds the points up."""
    told, score = cohort.part(mentee, mentor).values(), cohort.score(mentee, mentor)
    whole = f"{score // 10}.{score % 10}" if score % 10 else str(score // 10)
    earned, of = sum(each for each, _ in told), sum(each for _, each in told)
    return f"Together {tenths(earned)} of {of} points, which is {whole} of 100."


def among(cohort: Cohort, mentee: str, mentor: str) -> str:
    scores = [cohort.score(mentee, other) for other in MENTORS if cohort.may(mentee, other)]
    better = sum(score > cohort.score(mentee, mentor) for score in scores)
    if len(scores) == 1:
        return f"{mentor} is the only mentor {mentee} may have."
    none = "Neither" if len(scores) == 2 else "None"
    return f"{better or none} of the {len(scores)} mentors {mentee} may have would fit better."


def moves(before: dict[str, str], after: dict[str, str], but: str = "") -> list[str]:
    who = sorted(each for each in MENTEES if before.get(each) != after.get(each) and each != but)
    return [f"{each}: from {before.get(each, 'nobody')} to {after.get(each, 'nobody')}" for each in who]


def cost(cohort: Cohort, mentee: str, mentor: str) -> tuple[str, list[str]]:
    """What giving a mentee another mentor costs, as a sentence, and who moves for it."""
    cohort = cohort.unlocked(mentee)
    pairs, (matched, _, total) = cohort.best()
    then, (now_matched, _, now_total) = cohort.locked(mentee, mentor).best()
    moved, gone = moves(pairs, then, but=mentee), matched - now_matched
    kept = {0: "as many are matched as now", 1: "1 mentee fewer has a mentor"}[gone]
    weakest, weaker = (
        min(cohort.score(*each) for each in found.items() if each[0] not in cohort.locks) for found in (pairs, then)
    )
    change = f"falls from {weakest // 10} to {weaker // 10}" if weaker < weakest else "rises"
    share = int(abs(100 * (total - now_total)) / total + 0.5)
    parts = [
        {0: "Nobody else moves", 1: "1 other moves"}.get(len(moved), f"{len(moved)} others move"),
        kept,
        *([f"the weakest pair {change} of 100"] if weaker != weakest else []),
        f"total fit {'falls' if total > now_total else 'rises'} by {share}%"
        if total != now_total
        else "total fit stays the same",
    ]
    return ", ".join(parts) + ".", moved


def helpful(mentee: str) -> list[str]:
    """Every change of one person that gives this mentee a mentor and takes nobody theirs, as a sentence."""
    tried = {f"{name} took one more mentee": NOW.with_one_more(name) for name in MENTORS if MENTORS[name].trained}
    tried |= {
        f"{name} were trained": NOW.told_anew(name, trained=True) for name in MENTORS if not MENTORS[name].trained
    }
    tried[f"{mentee} accepted meetings by video"] = NOW.told_anew(mentee, video=True)
    found = []
    for words, cohort in tried.items():
        then, _ = cohort.best()
        if mentee in then and then.keys() >= PAIRS.keys():
            own = words.startswith(then[mentee])
            others = len(moves(PAIRS, then, but=mentee))
            rest = {0: "nobody else would move", 1: "1 other would move"}.get(others, f"{others} others would move")
            found.append(
                f"If {words}, {mentee} would have {'a mentor' if own else then[mentee] + ' as a mentor'}; {rest}."
            )
    return found
