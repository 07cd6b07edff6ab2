"""Thresholds and probabilities of origin, by language, from scores of rows that the model at hand was not trained on.

The votes of the model are made one score: how far the vote that is furthest above its offset is above it. The offset of a vote is what a small
share of people's functions of the language reach. So a piece may be found by any vote, and votes that are trusted less have to be surer.
"""

from collections import defaultdict

import numpy as np
from scipy.optimize import minimize
from scipy.stats import beta

from origin_data import LANGUAGES

# What people are told is never rarer than the last: repositories differ by more.
SHARES = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005]
LARGE = 50  # functions of a repository that can be looked at by itself


def upper_bound(positives, n):
    """One-sided 95 % bound of a share (Clopper and Pearson 1934)."""
    return 1.0 if positives >= n else float(beta.ppf(0.95, positives + 1, n - positives))


def by_large_repository(repositories):
    return [repositories == name for name in sorted(set(repositories)) if (repositories == name).sum() >= LARGE]


def scores_of_shares(human, repositories):
    """The scores that SHARES of people's functions reach: of all of them, and in nine of ten repositories at most so many."""
    large = [human[own] for own in by_large_repository(repositories)]
    scores = []
    for share in SHARES:
        usual = np.quantile([np.quantile(own, 1 - share) for own in large], 0.9, method="higher") if large else -np.inf
        scores.append(float(max(usual, np.quantile(human, 1 - share))))
    return scores


def threshold_of(human, repositories, exercises, sources, config):
    """The lowest score that few enough people reach: in all repositories, in all labelled data, and in each repository and source of some size."""
    if len(human) < config["fewest_functions"] or len(set(repositories)) < config["fewest_repositories"]:
        return None
    parts = [human[own] for own in by_large_repository(repositories)] + [exercises[own] for own in by_large_repository(sources)]
    everyone = np.sort(np.concatenate([human, exercises]))[::-1]
    lowest = float(everyone[0]) + 1e-3  # what no person reached
    for candidate in everyone:
        if upper_bound((human >= candidate).sum(), len(human)) > config["false_positives"]:
            break
        if max(((part >= candidate).mean() for part in parts), default=0) > config["worst_repository"]:
            break
        if len(exercises) and (exercises >= candidate).mean() > config["labelled_people"]:
            break
        lowest = float(candidate)
    return lowest


def combined(scores, language, languages):
    """[rows, votes] → [rows]"""
    offsets = np.array([languages.get(name, {}).get("offsets", [0.0] * scores.shape[1]) for name in LANGUAGES])
    return (scores - offsets[language]).max(axis=1)


def equal_sources(data, rows):
    """Weights of `rows` so that half are of each kind and every repository and source of a kind counts the same."""
    sizes = defaultdict(int)
    for source, label in zip(data["source"][rows], data["label"][rows]):
        sizes[source, label] += 1
    weight = np.array([1 / sizes[pair] for pair in zip(data["source"][rows], data["label"][rows])])
    for label in (0, 1):
        weight[data["label"][rows] == label] /= 2 * weight[data["label"][rows] == label].sum()
    return weight


def fit_probabilities(data, cross, pull):
    """Weights of the votes, one for all languages, and a bias for each language [languages]: logistic regression where in a language half of the
    functions are of each kind, biases drawn together as strongly as `pull` says."""
    label, votes, weight = data["label"], cross.shape[1], np.zeros(len(data["label"]))
    for i in range(len(LANGUAGES)):
        rows = np.flatnonzero((data["language"] == i) & (data["kind"] != "measured"))
        if size := 2 * min(label[rows].sum(), (1 - label[rows]).sum()):
            weight[rows] = equal_sources(data, rows) * size

    def loss(parameters):
        common, own = parameters[: votes + 1], parameters[votes + 1 :]
        logit = cross @ common[:votes] + common[votes] + own[data["language"]]
        slope = weight * (1 / (1 + np.exp(-logit)) - label)
        by_language = np.bincount(data["language"], slope, len(LANGUAGES)) + 2 * pull * own
        value = (weight * (np.logaddexp(0, logit) - label * logit)).sum() + pull * (own**2).sum()
        return value, np.concatenate([cross.T @ slope, [slope.sum()], by_language])

    fitted = minimize(loss, np.zeros(votes + 1 + len(LANGUAGES)), jac=True, method="L-BFGS-B").x
    return fitted[:votes], fitted[votes] + fitted[votes + 1 :]


def calibrate(data, cross, config, offset_shares):
    """`calibration.json` from cross-fitted scores [rows, votes]; `offset_shares` of people reach the offsets of the votes."""
    languages = {}
    people = (data["label"] == 0) & (data["kind"] == "people")
    exercises = (data["label"] == 0) & np.isin(data["kind"], ["labelled", "measured"])
    for i, language in enumerate(LANGUAGES):
        human = cross[people & (data["language"] == i)]
        if len(human):
            offsets = [float(np.quantile(vote, 1 - share)) for vote, share in zip(human.T, offset_shares)]
            languages[language] = {"offsets": np.round(offsets, 6).tolist()}
    one = combined(cross, data["language"], languages)
    weights, biases = fit_probabilities(data, cross, config["pull"])
    for i, language in enumerate(LANGUAGES):
        if language not in languages:
            continue
        own = data["language"] == i
        human, repositories = one[people & own], data["group"][people & own]
        threshold = threshold_of(human, repositories, one[exercises & own], data["source"][exercises & own], config)
        humans = scores_of_shares(human, repositories)
        languages[language] |= {
            # Nobody is told of a mark that more than 1 in 100 functions would get.
            "threshold": None if threshold is None else max(threshold, humans[SHARES.index(0.01)]),
            "humans": humans,
            "functions": len(human),
            "repositories": len(set(repositories)),
            "probability": {"weights": weights.round(6).tolist(), "bias": round(float(biases[i]), 6)},
        }
    return {"shares": SHARES, "languages": languages}


def probabilities(scores, language, calibration):
    """Of being AI-written, from the votes [rows, votes]."""
    unknown = {"probability": {"weights": [0.0] * scores.shape[1], "bias": 0.0}}
    fits = [calibration["languages"].get(name, unknown)["probability"] for name in LANGUAGES]
    weights, biases = np.array([fit["weights"] for fit in fits]), np.array([fit["bias"] for fit in fits])
    return 1 / (1 + np.exp(-((scores * weights[language]).sum(axis=1) + biases[language])))


def calibration_error(probability, label, weight=None):
    """Expected calibration error over ten bins of equal width (Naeini et al. 2015)."""
    weight = np.full(len(label), 1 / len(label)) if weight is None else weight / weight.sum()
    bins = np.minimum(9, (probability * 10).astype(int))
    return float(sum(abs((weight * (probability - label))[bins == bin].sum()) for bin in range(10)))


def flags(one, language, calibration):
    thresholds = [calibration["languages"].get(name, {}).get("threshold") for name in LANGUAGES]
    limits = np.array([np.inf if limit is None else limit for limit in thresholds])
    return one >= limits[language]
