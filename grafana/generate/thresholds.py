"""The numbers at which alerts count. `lint.py` holds that each stands in the expression of its alert."""

ALERTS = {
    "SluiceConnectionsNearLimit": 0.85,
    "SluiceConnectionImbalance": 1.5,
    "SluiceDeliveryBudgetBurnsFast": 0.144,
    "SluiceDeliveryBudgetBurnsSlowly": 0.06,
    "SluiceRedisSlow": 0.1,
    "SluiceRedisHopSlow": 1,
    "SluiceEventLoopSlow": 0.1,
    "SluiceGcPressure": 0.1,
    "SluiceDirectMemoryHigh": 0.85,
    "SluiceFilesNearLimit": 0.8,
}

WARNING, CRITICAL = False, True


def of(name, critical=WARNING):
    """The threshold of one alert, for a panel."""
    return ((name, critical),)
