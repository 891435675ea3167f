package se.partnersec.gallra.config;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.config.rules.CategoryRequirements;
import se.partnersec.gallra.config.rules.ConfigFolder;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Beans of the module config. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class ConfigConfiguration {
    @Bean
    ConfigurationFiles configurationFiles(ConfigFolder folder, CategoryRequirements categories) {
        return new ConfigurationFiles(folder.path(), categories);
    }

    @Bean
    Pseudonymizer pseudonymizer(GallraSettings settings) {
        return settings.tags();
    }
}
