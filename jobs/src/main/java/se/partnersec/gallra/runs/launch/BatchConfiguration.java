package se.partnersec.gallra.runs.launch;

import java.util.Map;
import javax.sql.DataSource;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Spring Batch with its histories in our database, on the same data source and transaction manager as the erasing. */
public final class BatchConfiguration implements AutoCloseable {
    private final ConfigurableApplicationContext context;

    /** Starts it; histories must exist (gallra db migrate). */
    public BatchConfiguration(DataSource dataSource, JdbcTransactionManager manager) {
        context = new SpringApplicationBuilder(Wiring.class)
                .web(WebApplicationType.NONE)
                .bannerMode(org.springframework.boot.Banner.Mode.OFF)
                .logStartupInfo(false)
                // A shutdown must end the run first; our own hook does.
                .registerShutdownHook(false)
                .properties(Map.of(
                        "spring.batch.job.enabled", "false",
                        "spring.batch.jdbc.initialize-schema", "never",
                        // The lease and the key of a job instance exclude others; SERIALIZABLE would only deadlock.
                        "spring.batch.jdbc.isolation-level-for-create", "read_committed"))
                .initializers(c -> {
                    GenericApplicationContext generic = (GenericApplicationContext) c;
                    generic.registerBean("dataSource", DataSource.class, () -> dataSource);
                    generic.registerBean("transactionManager", JdbcTransactionManager.class, () -> manager);
                })
                .run();
    }

    public JobRepository repository() {
        return context.getBean(JobRepository.class);
    }

    JobOperator operator() {
        return context.getBean(JobOperator.class);
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration(BatchJdbcAutoConfiguration.class)
    static class Wiring {}
}
