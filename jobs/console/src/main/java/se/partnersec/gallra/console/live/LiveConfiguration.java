package se.partnersec.gallra.console.live;

import java.time.Clock;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.operations.live.LiveRuns;

/** Beans of live progress, which is read under the login of the console itself: it needs to read counts alone. */
@Configuration(proxyBeanMethods = false)
@Import(LiveController.class)
public class LiveConfiguration {

    @Bean
    LiveRuns liveRuns(GallraSettings settings) {
        return LiveRuns.under(settings);
    }

    @Bean
    RunPoller runPoller(LiveRuns runs, Clock clock) {
        return new RunPoller(runs::look, clock);
    }

    @Bean
    LiveText liveText(MessageSource texts) {
        return new LiveText(texts);
    }

    @Bean
    LiveEvents liveEvents(RunPoller poller, LiveText text) {
        return new LiveEvents(poller, text);
    }

    @Bean
    LiveView liveView(RunPoller poller, LiveText text) {
        return new LiveView(poller, text);
    }

    @Bean
    DatabaseHealth databaseHealthIndicator(RunPoller poller) {
        return new DatabaseHealth(poller);
    }
}
