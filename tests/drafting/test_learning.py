"""What is learned from coded examples solves the equations that it says it solves."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.drafting.learning import RIDGE, RidgeModel


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 40), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_the_solution_is_that_of_kernel_ridge_regression(count: int, labels: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(count, 6))
    likeness = (vectors @ vectors.T).astype(np.float32)
    wanted = rng.integers(0, 2, size=(count, labels)).astype(np.float64)
    weights = rng.choice([1.0, 6.0], size=count)

    learned = RidgeModel.learn(likeness.copy(), wanted, weights)

    mean = np.average(wanted, axis=0, weights=weights)
    exact = likeness @ np.linalg.solve(likeness + np.diag(RIDGE / weights), wanted - mean) + mean
    assert np.allclose(learned.scores(likeness), exact, atol=2e-3)


def test_examples_that_all_agree_teach_what_they_agree_on() -> None:
    likeness = np.eye(3, dtype=np.float32)

    learned = RidgeModel.learn(likeness, np.ones((3, 1)), np.ones(3))

    assert np.allclose(learned.scores(likeness), 1.0)
