"""The model of origin: tables of n-grams, and trees that read the features and what the tables say."""

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

from origin_data import LANGUAGES, VIEWS, balance, pick

CLIP = 8.0


def standards(data):
    """Centre and scale of each feature among people's repository functions, by language: median and interquartile range."""
    people = data["kind"] == "people"
    shape = len(LANGUAGES), data["x"].shape[1]
    centre, scale = np.zeros(shape, np.float32), np.ones(shape, np.float32)
    everyone = data["x"][people]
    for i in range(len(LANGUAGES)):
        own = data["x"][people & (data["language"] == i)]
        own = own if len(own) >= 100 else everyone
        low, middle, high = np.percentile(own, [25, 50, 75], axis=0)
        centre[i], scale[i] = middle, np.maximum(np.maximum((high - low) / 1.35, own.std(axis=0) / 4), 1e-3)
    return centre, scale


def standardise(data, centre, scale):
    return np.clip((data["x"] - centre[data["language"]]) / scale[data["language"]], -CLIP, CLIP)


def fit_table(data, view, weight, model):
    """Logistic regression over the n-grams of a view, rounded to int8: (table [buckets], scale, bias)."""
    linear = LogisticRegression(C=model["gram_strength"], max_iter=model["gram_iterations"], tol=1e-3)
    linear.fit(data[view], data["label"], sample_weight=weight)
    scale = np.abs(linear.coef_).max() / 127
    return np.rint(linear.coef_[0] / scale).astype(np.int8), np.float32(scale), np.float32(linear.intercept_[0])


def read_table(table, matrix):
    weights, scale, bias = table
    return matrix @ weights.astype(np.float32) * scale + bias


def fit_tables(data, model):
    weight = balance(data, model["lonely"])
    return {view: fit_table(data, view, weight, model) for view in VIEWS}


def read_tables(tables, data):
    """[rows, views]: log-odds of each view."""
    return np.column_stack([read_table(tables[view], data[view]) for view in VIEWS]).astype(np.float32)


def inputs(data, grams, centre, scale):
    """What the trees read: standardised features, then the views. [rows, features + views]"""
    return np.column_stack([standardise(data, centre, scale), grams])


def fit_trees(data, grams, columns, centre, scale, model):
    """Trees over `columns` of the inputs."""
    trees = HistGradientBoostingClassifier(
        max_iter=model["iterations"],
        learning_rate=model["learning_rate"],
        max_leaf_nodes=model["leaves"],
        min_samples_leaf=model["smallest_leaf"],
        l2_regularization=model["l2"],
        early_stopping=False,
        random_state=model["seed"],
    )
    x = inputs(data, grams, centre, scale)[:, columns]
    return trees.fit(x, data["label"], sample_weight=balance(data, model["lonely"]))


def columns_of(vote, names):
    """Numbers of the columns that the trees of a vote read."""
    every = [*names, *VIEWS]
    return [every.index(name) for name in (every if vote["trees"] == "all" else vote["trees"])]


def cross_fit_grams(data, folds, model):
    """What tables say of rows that they were not made from. [rows, views]"""
    grams = np.zeros((len(data["label"]), len(VIEWS)), np.float32)
    for train, test in folds:
        grams[test] = read_tables(fit_tables(pick(data, train), model), pick(data, test))
    return grams


def fit_votes(data, grams, names, recipe):
    """Trees of each vote with their columns, and the standards of the features."""
    centre, scale = standards(data)
    votes = [columns_of(vote, names) for vote in recipe["votes"]]
    return [(fit_trees(data, grams, columns, centre, scale, recipe["model"]), columns) for columns in votes], centre, scale


def tree_scores(fitted, data, grams):
    """[rows, votes]: log-odds of the trees of each vote."""
    votes, centre, scale = fitted
    x = inputs(data, grams, centre, scale)
    return np.column_stack([trees.decision_function(x[:, columns]) for trees, columns in votes])


def mixture(trees, grams, people, recipe):
    """How much of the trees and of each view is in each vote: one over its spread among people. [1 + views, votes]"""
    mix = np.zeros((1 + len(VIEWS), len(recipe["votes"])), np.float32)
    for number, vote in enumerate(recipe["votes"]):
        mix[0, number] = 1 / trees[people, number].std()
        for view in vote["views"]:
            mix[1 + VIEWS.index(view), number] = 1 / grams[people, VIEWS.index(view)].std()
    return mix


def score(trees, grams, mix):
    """[rows, votes]"""
    return trees * mix[0] + grams @ mix[1:]
