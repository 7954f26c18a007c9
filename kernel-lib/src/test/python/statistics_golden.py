"""Makes statistics-golden.json: what SciPy and statsmodels say about shares, differences and sample sizes.

    python statistics_golden.py > ../resources/org/vitrina/evaluate/statistics-golden.json

Needs the packages scipy, statsmodels and scikit-learn.
"""

import json
import math

import numpy
import scipy
import statsmodels
import statsmodels.api as sm
from scipy import stats
from sklearn.metrics import brier_score_loss, roc_auc_score
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportion_confint,
    proportions_ztest,
)

RANDOM = numpy.random.default_rng(7)

shares = []
for hits, n in [(18, 20), (0, 1), (1, 1), (0, 20), (20, 20), (1, 2), (59, 59), (875, 1000), (3, 7), (50_000, 100_000)]:
    for confidence in (0.8, 0.95, 0.99):
        wilson = proportion_confint(hits, n, 1 - confidence, "wilson")
        exact = stats.binomtest(hits, n).proportion_ci(confidence, "exact")
        lower = stats.binomtest(hits, n, alternative="greater").proportion_ci(confidence, "exact")
        upper = stats.binomtest(hits, n, alternative="less").proportion_ci(confidence, "exact")
        shares.append(
            dict(
                hits=hits, n=n, confidence=confidence,
                wilson=[float(v) for v in wilson], exact=[float(exact.low), float(exact.high)],
                lower=float(lower.low), upper=float(upper.high),
            )
        )

binomials = []
for n, p in [(1, 0.5), (20, 0.8), (59, 0.95), (1000, 0.001), (1000, 0.7), (100_000, 0.5), (7, 0.0), (7, 1.0)]:
    for k in sorted({0, 1, int(n * p), min(n, int(n * p) + 1), n - 1, n}):
        binomials.append(
            dict(
                n=n, p=p, k=k, exactly=float(stats.binom.pmf(k, n, p)),
                atMost=float(stats.binom.cdf(k, n, p)), atLeast=float(stats.binom.sf(k - 1, n, p)),
            )
        )

normals = [
    dict(p=p, z=float(stats.norm.ppf(p))) for p in (1e-12, 0.001, 0.025, 0.2, 0.5, 0.8, 0.9, 0.975, 0.995, 1 - 1e-9)
]

tables = []
for both, first, second, neither in [(50, 5, 12, 33), (10, 0, 0, 3), (800, 30, 55, 115), (0, 1, 7, 0), (6, 20, 20, 4)]:
    table = [[both, first], [second, neither]]
    n = both + first + second + neither
    a, b = both + first, both + second
    z = proportions_ztest([b, a], [n, n])
    low, high = confint_proportions_2indep(b, n, a, n, method="newcomb", compare="diff")
    tables.append(
        dict(
            both=both, onlyFirst=first, onlySecond=second, neither=neither,
            mcnemar=float(mcnemar(table, exact=True).pvalue),
            worse=float(stats.binom.cdf(second, first + second, 0.5)),
            z=float(z[1]), low=float(low), high=float(high),
        )
    )

clusters = []
for groups in (5, 40):
    group = RANDOM.integers(0, groups, 200)
    values = numpy.round(RANDOM.normal(0, 1, groups)[group] + RANDOM.normal(0, 1, 200), 6)
    fit = sm.OLS(values, numpy.ones((200, 1)))
    clustered = fit.fit(cov_type="cluster", cov_kwds=dict(groups=group, use_correction=False))
    naive = fit.fit(cov_type="HC0")
    clusters.append(
        dict(
            values=values.tolist(), groups=group.tolist(), mean=float(clustered.params[0]),
            clustered=float(clustered.bse[0]), naive=float(naive.bse[0]),
        )
    )

p = numpy.round(RANDOM.uniform(0, 1, 300), 6)
right = (RANDOM.uniform(0, 1, 300) < p**1.5).astype(int)
calibration = dict(
    confidences=p.tolist(), right=right.tolist(), brier=float(brier_score_loss(right, p)),
    auc=float(roc_auc_score(right, p)),
)

# pass@k by its definition, from counts of whole numbers
passes = [
    dict(n=n, c=c, k=k, value=float(1 - math.comb(n - c, k) / math.comb(n, k)))
    for n, c, k in [(10, 3, 1), (10, 3, 5), (10, 8, 5), (200, 7, 10), (200, 0, 100), (200, 200, 1), (5, 5, 5)]
]

print(
    json.dumps(
        dict(
            made_with=f"scipy {scipy.__version__}, statsmodels {statsmodels.__version__}",
            shares=shares, binomials=binomials, normals=normals, tables=tables, clusters=clusters,
            calibration=calibration, passes=passes,
        ),
        indent=1,
    )
)
