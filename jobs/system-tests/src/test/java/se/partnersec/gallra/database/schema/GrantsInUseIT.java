package se.partnersec.gallra.database.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.support.TaskExecutorJobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.repository.support.JdbcJobRepositoryFactoryBean;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import se.partnersec.gallra.approvals.request.FiscalYearService;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.database.jdbc.DataSourceFactory;
import se.partnersec.gallra.holds.hold.FiscalYearRepository;
import se.partnersec.gallra.policy.fact.FiscalYear;
import se.partnersec.gallra.testing.GallraTest;
import se.partnersec.gallra.testing.Workplace;

/** The rights are not only narrow, they are enough: each account does its work with them. */
@GallraTest
@Tag("core")
class GrantsInUseIT {
    private final Workplace work;

    GrantsInUseIT(Workplace work) {
        this.work = work;
    }

    @Test
    void the_job_fails_a_run_and_restarts_it() throws Exception {
        try (HikariDataSource pool = DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 4)) {
            JdbcTransactionManager manager = new JdbcTransactionManager(pool);
            JobRepository repository = repository(pool, manager);
            AtomicInteger tries = new AtomicInteger();
            Job job = new JobBuilder("ip-logs", repository)
                    .start(new StepBuilder("dispose", repository)
                            .tasklet(
                                    (contribution, context) -> {
                                        if (tries.incrementAndGet() == 1) {
                                            throw new IllegalStateException("on purpose");
                                        }
                                        return RepeatStatus.FINISHED;
                                    },
                                    manager)
                            .build())
                    .build();
            TaskExecutorJobOperator operator = new TaskExecutorJobOperator();
            operator.setJobRepository(repository);
            operator.setJobRegistry(new MapJobRegistry());
            operator.afterPropertiesSet();
            JobParameters parameters = new JobParametersBuilder()
                    .addLocalDate("asOf", LocalDate.of(2026, 11, 24))
                    .addLong("number", 1L)
                    .toJobParameters();
            assertThat(operator.start(job, parameters).getStatus()).isEqualTo(BatchStatus.FAILED);
            JobExecution again = operator.start(job, parameters);
            assertThat(again.getStatus()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(repository.getJobExecutions(again.getJobInstance())).hasSize(2);
        }
    }

    private static JobRepository repository(HikariDataSource pool, JdbcTransactionManager manager) throws Exception {
        JdbcJobRepositoryFactoryBean factory = new JdbcJobRepositoryFactoryBean();
        factory.setDataSource(pool);
        factory.setTransactionManager(manager);
        factory.setIsolationLevelForCreate("ISOLATION_READ_COMMITTED");
        factory.afterPropertiesSet();
        return factory.getObject();
    }

    @Test
    void finance_enters_a_fiscal_year_and_changes_its_end() {
        try (HikariDataSource pool = DataSourceFactory.pool(work.settings(), DatabaseRole.FINANCE, 2)) {
            work.fiscalYears();
            LocalDate start = LocalDate.of(2026, 1, 1);
            FiscalYearService service = Workplace.approvals(pool).years();
            service.add(new FiscalYear(start, LocalDate.of(2026, 6, 30)), null);
            service.add(new FiscalYear(start, LocalDate.of(2026, 12, 31)), null);
            assertThat(new FiscalYearRepository(new JdbcTemplate(pool)).all())
                    .containsExactly(new FiscalYear(start, LocalDate.of(2026, 12, 31)));
        }
    }

    @Test
    void the_job_cannot_enter_a_fiscal_year() {
        try (HikariDataSource pool = DataSourceFactory.pool(work.settings(), DatabaseRole.JOB, 2)) {
            FiscalYearService service = Workplace.approvals(pool).years();
            assertThatThrownBy(() ->
                            service.add(new FiscalYear(LocalDate.of(2020, 1, 1), LocalDate.of(2020, 12, 31)), null))
                    .isInstanceOf(DataAccessException.class)
                    .hasRootCauseInstanceOf(SQLException.class)
                    .rootCause()
                    .hasMessageContaining("advance_gate");
        }
    }
}
