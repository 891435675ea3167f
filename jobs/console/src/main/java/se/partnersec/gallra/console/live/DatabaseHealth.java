package se.partnersec.gallra.console.live;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether the database answers the console. */
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
