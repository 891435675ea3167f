package se.partnersec.gallra.runs;

import javax.sql.DataSource;
import org.springframework.batch.core.configuration.support.JdbcDefaultBatchConfiguration;
import org.springframework.batch.core.repository.ExecutionContextSerializer;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.Isolation;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.login.Job;
import se.partnersec.gallra.runs.launch.ContextSerializer;

/** Spring Batch with its tables in the schema of the suite, on the connections and transactions of the erasing. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class BatchConfiguration extends JdbcDefaultBatchConfiguration {
    private final DatabaseLogin job;

    BatchConfiguration(@Job DatabaseLogin job) {
        this.job = job;
    }

    @Override
    protected DataSource getDataSource() {
        return job.dataSource();
    }

    @Override
    protected PlatformTransactionManager getTransactionManager() {
        return job.manager();
    }

    @Override
    protected ExecutionContextSerializer getExecutionContextSerializer() {
        return new ContextSerializer();
    }

    /** The lease and the key of a job instance exclude others; SERIALIZABLE would only deadlock. */
    @Override
    protected Isolation getIsolationLevelForCreate() {
        return Isolation.READ_COMMITTED;
    }
}
