package se.partnersec.gallra.objectstore;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.objectstore.bucket.ConfiguredBucket;

/** Beans of the module objectstore. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class ObjectStoreConfiguration {
    @Bean
    ConfiguredBucket configuredBucket(GallraSettings settings) {
        return new ConfiguredBucket(settings.bucket());
    }
}
