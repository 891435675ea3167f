package se.partnersec.gallra.requests;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.util.function.SingletonSupplier;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.login.Finance;
import se.partnersec.gallra.database.login.Reader;
import se.partnersec.gallra.erasure.category.CategoryRegistry;
import se.partnersec.gallra.objectstore.bucket.ConfiguredBucket;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Beans of the module requests. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class RequestsConfiguration {
    @Bean
    RequestService requestService(
            @Finance DatabaseLogin finance, @Finance KeyTypes kinds, ConfigurationFiles files, Pseudonymizer tags) {
        return new RequestService(
                finance.jdbc(), finance.transaction(), files.sources(), kinds, tags, files.categories());
    }

    @Bean
    RequestOverview requestOverview(
            @Reader DatabaseLogin reader,
            @Reader KeyTypes kinds,
            ConfigurationFiles files,
            Pseudonymizer tags,
            ConfiguredBucket bucket,
            CategoryRegistry categories) {
        return new RequestOverview(
                new RequestRepository(reader.jdbc()),
                SingletonSupplier.of(() -> new RequestItems(
                        reader.jdbc(),
                        files.policy(),
                        files.sources(),
                        kinds,
                        tags,
                        bucket.bucket(),
                        categories.all())));
    }
}
