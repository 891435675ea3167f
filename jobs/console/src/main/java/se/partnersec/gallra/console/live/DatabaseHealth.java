package se.partnersec.gallra.console.live;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Health indicator of the database: up while the console could read the runs at work. */
final class DatabaseHealth implements HealthIndicator {
    private final RunPoller poller;

    DatabaseHealth(RunPoller poller) {
        this.poller = poller;
    }

    @Override
    public Health health() {
        return (poller.state().known() ? Health.up() : Health.down()).build();
    }
}
