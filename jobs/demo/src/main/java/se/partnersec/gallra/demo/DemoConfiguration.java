package se.partnersec.gallra.demo;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.GallraEnvironment;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.login.Finance;
import se.partnersec.gallra.database.login.Owner;
import se.partnersec.gallra.database.login.Reader;
import se.partnersec.gallra.demo.server.DemoServers;
import se.partnersec.gallra.demo.server.DevServers;
import se.partnersec.gallra.demo.setup.DemoApprovers;
import se.partnersec.gallra.demo.setup.DemoBooks;
import se.partnersec.gallra.demo.setup.DemoDuties;
import se.partnersec.gallra.demo.setup.DemoPeople;
import se.partnersec.gallra.demo.setup.DemoService;
import se.partnersec.gallra.demo.setup.EmbeddedSchemaSetup;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.objectstore.bucket.ConfiguredBucket;
import se.partnersec.gallra.support.text.ProgressNote;

/** Beans of the module demo: the embedded servers and the invented company. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class DemoConfiguration {
    @Bean
    DevServers devServers(GallraEnvironment environment) {
        return DevServers.of(environment.variables());
    }

    @Bean
    DemoServers demoServers(DevServers servers, GallraEnvironment environment, ProgressNote note) {
        return new DemoServers(servers, environment, note);
    }

    @Bean
    EmbeddedSchemaSetup embeddedSchemaSetup(
            @Owner DatabaseLogin owner,
            GallraSettings settings,
            ConfigurationFiles files,
            DemoServers servers,
            ProgressNote note) {
        return new EmbeddedSchemaSetup(owner, settings, files, servers.people(), note);
    }

    @Bean
    DemoApprovers demoApprovers(
            @Owner DatabaseLogin owner, GallraSettings settings, ConfigurationFiles files, ProgressNote note) {
        return new DemoApprovers(owner, settings, files, note);
    }

    @Bean
    DemoPeople demoPeople(@Owner DatabaseLogin owner, GallraSettings settings, ConfigurationFiles files) {
        return new DemoPeople(owner, settings, files);
    }

    @Bean
    DemoService demoService(
            GallraSettings settings,
            EmbeddedSchemaSetup embedded,
            GallraEnvironment environment,
            ConfiguredBucket bucket,
            DemoDuties duties,
            ProgressNote note) {
        return new DemoService(settings, embedded, environment.embedded(), bucket, duties, note);
    }

    @Bean
    DemoDuties demoDuties(
            @Finance DatabaseLogin finance, HoldService holds, DemoApprovers approvers, ProgressNote note) {
        return new DemoDuties(finance, holds, approvers, note);
    }

    @Bean
    DemoBooks demoBooks(@Reader DatabaseLogin reader, ConfigurationFiles files) {
        return new DemoBooks(reader.jdbc(), files.billing());
    }
}
