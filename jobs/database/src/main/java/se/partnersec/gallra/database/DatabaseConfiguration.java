package se.partnersec.gallra.database;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraEnvironment;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.database.login.Control;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.login.Finance;
import se.partnersec.gallra.database.login.Job;
import se.partnersec.gallra.database.login.Owner;
import se.partnersec.gallra.database.login.Reader;
import se.partnersec.gallra.database.login.Sealer;
import se.partnersec.gallra.database.schema.EmbeddedSchema;

/** Logins of the accounts in the settings. The owner's waits for nothing; the others, on embedded servers, until the tables are made. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class DatabaseConfiguration {
    /** Two runs at work, each with the transaction of its chunk, the page ahead and what it looks up beside. */
    private static final int JOB_CONNECTIONS = 8;

    private static final int CONNECTIONS = 2;

    /** Of questions about leases and orders, which wait for nobody longer than five seconds. */
    private static final Duration CONTROL_ANSWER = Duration.ofSeconds(15);

    private final ObjectProvider<GallraSettings> settings;
    private final ObjectProvider<EmbeddedSchema> schema;
    private final GallraEnvironment environment;

    DatabaseConfiguration(
            ObjectProvider<GallraSettings> settings,
            ObjectProvider<EmbeddedSchema> schema,
            GallraEnvironment environment) {
        this.settings = settings;
        this.schema = schema;
        this.environment = environment;
    }

    @Bean
    @Job
    DatabaseLogin jobLogin() {
        return prepared(DatabaseRole.JOB, JOB_CONNECTIONS);
    }

    @Bean
    @Control
    DatabaseLogin controlLogin() {
        return prepared(settings -> DataSourceFactory.pool(settings, DatabaseRole.JOB, CONNECTIONS, CONTROL_ANSWER));
    }

    @Bean
    @Reader
    DatabaseLogin readerLogin() {
        return prepared(DatabaseRole.READER, CONNECTIONS);
    }

    @Bean
    @Finance
    DatabaseLogin financeLogin() {
        return prepared(DatabaseRole.FINANCE, CONNECTIONS);
    }

    @Bean
    @Sealer
    DatabaseLogin sealerLogin() {
        return prepared(DatabaseRole.SEALER, CONNECTIONS);
    }

    @Bean
    @Owner
    DatabaseLogin ownerLogin() {
        return new DatabaseLogin(() -> DataSourceFactory.pool(settings.getObject(), DatabaseRole.OWNER, CONNECTIONS));
    }

    @Bean
    @Reader
    KeyTypes readerKeyTypes(@Reader DatabaseLogin reader, ConfigurationFiles files) {
        return KeyTypes.read(reader.jdbc(), files.sources());
    }

    @Bean
    @Finance
    KeyTypes financeKeyTypes(@Finance DatabaseLogin finance, ConfigurationFiles files) {
        return KeyTypes.read(finance.jdbc(), files.sources());
    }

    private DatabaseLogin prepared(DatabaseRole role, int connections) {
        return prepared(settings -> DataSourceFactory.pool(settings, role, connections));
    }

    private DatabaseLogin prepared(Function<GallraSettings, HikariDataSource> pool) {
        return new DatabaseLogin(() -> {
            GallraSettings known = settings.getObject();
            if (environment.embedded()) {
                schema.getObject().prepare();
            }
            return pool.apply(known);
        });
    }
}
