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
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** The settings of the environment. */
@Lazy
@Configuration(proxyBeanMethods = false)
class AppConfiguration {
    private static final Sentences SENTENCES = Sentences.of("app");

    @Bean
    GallraSettings gallraSettings(GallraEnvironment environment, ObjectProvider<EmbeddedServers> servers) {
        return GallraSettings.from(
                environment.variables(),
                environment.embedded() ? Optional.of(embedded(servers).start()) : Optional.empty());
    }

    private static EmbeddedServers embedded(ObjectProvider<EmbeddedServers> servers) {
        EmbeddedServers installed = servers.getIfAvailable();
        if (installed == null) {
            throw RefusedException.configuration(SENTENCES.say("boot.gallra-db-url-missing-set-database"));
        }
        return installed;
    }

    @Bean
    ConfigFolder configFolder(GallraEnvironment environment) {
        return new ConfigFolder(GallraSettings.configFolder(environment.variables()));
    }
}
