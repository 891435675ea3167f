package se.partnersec.gallra.app.boot;

import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.config.rules.ConfigFolder;
import se.partnersec.gallra.config.settings.EmbeddedServers;
import se.partnersec.gallra.config.settings.GallraEnvironment;
import se.partnersec.gallra.config.settings.GallraSettings;

/** The settings of the environment. */
@Lazy
@Configuration(proxyBeanMethods = false)
class AppConfiguration {
    @Bean
    GallraSettings gallraSettings(GallraEnvironment environment, ObjectProvider<EmbeddedServers> servers) {
        return GallraSettings.from(
                environment.variables(),
                environment.embedded() ? Optional.of(servers.getObject().start()) : Optional.empty());
    }

    @Bean
    ConfigFolder configFolder(GallraEnvironment environment) {
        return new ConfigFolder(GallraSettings.configFolder(environment.variables()));
    }
}
