"""What is counted, by name. Every process counts into files of one folder, so that one address shows the sum.

The folder is in `PROMETHEUS_MULTIPROC_DIR`, which the supervisor sets for the web and worker processes that it starts;
without it each process counts for itself and nobody asks. No label holds what a person typed: routes are rules, kinds
and results are words of the code.
"""

from prometheus_client import Counter, Gauge, Histogram

QUICK = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
LONG = (0.01, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 60.0, 300.0, 3600.0)

requests = Counter("http_requests", "Answers of the web processes.", ["method", "route", "status"])
request_duration = Histogram(
    "http_request_duration_seconds", "From the request's arrival to its answer.", ["method", "route"], buckets=QUICK
)
effects = Counter(
    "effects", "Tries of effects: done, failed (tried again), waits, dead, lost (taken over).", ["kind", "result"]
)
effect_duration = Histogram("effect_duration_seconds", "How long one try of an effect took.", ["kind"], buckets=LONG)
effect_delay = Histogram("effect_delay_seconds", "From when an effect was due to its first try.", buckets=LONG)
mails = Counter("mails", "Tries at sending a mail: sent, failed (tried again), refused (for good).", ["result"])
sign_in_failures = Counter(
    "sign_in_failures", "Sign-ins that were refused: wrong, or too_many tries.", ["kind", "reason"]
)
webhook_deliveries = Counter("webhook_deliveries", "Tries at delivering an outbound webhook.", ["result"])
processes = Gauge("portal_processes", "Living processes.", ["role"], multiprocess_mode="livesum")
