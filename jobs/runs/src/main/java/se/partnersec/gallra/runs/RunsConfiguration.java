package se.partnersec.gallra.runs;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.database.jdbc.ReplicaLag;
import se.partnersec.gallra.database.login.Control;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.login.Finance;
import se.partnersec.gallra.database.login.Job;
import se.partnersec.gallra.database.login.Reader;
import se.partnersec.gallra.erasure.category.CategoryRegistry;
import se.partnersec.gallra.erasure.run.CrashPoint;
import se.partnersec.gallra.erasure.run.RunResources;
import se.partnersec.gallra.ledger.sealstore.ExternalSealReader;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.objectstore.bucket.ConfiguredBucket;
import se.partnersec.gallra.objectstore.client.DeletePrecondition;
import se.partnersec.gallra.runs.control.RunHistory;
import se.partnersec.gallra.runs.control.RunOrderRepository;
import se.partnersec.gallra.runs.control.RunOrderService;
import se.partnersec.gallra.runs.control.WorkerOrders;
import se.partnersec.gallra.runs.launch.OrderWorker;
import se.partnersec.gallra.runs.launch.RunLauncher;
import se.partnersec.gallra.runs.launch.RunService;
import se.partnersec.gallra.runs.launch.ThisProcess;
import se.partnersec.gallra.runs.lease.CategoryLease;
import se.partnersec.gallra.runs.preflight.InventoryChecks;
import se.partnersec.gallra.runs.preflight.Preflight;
import se.partnersec.gallra.runs.preflight.RestoreChecks;
import se.partnersec.gallra.runs.preflight.RunPreflight;
import se.partnersec.gallra.runs.replay.ReplayRunner;
import se.partnersec.gallra.runs.throttle.LoadThrottle;

/** Beans of the module runs; Spring Batch itself is in {@link BatchConfiguration}. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class RunsConfiguration {
    @Bean
    RunService runService(ObjectProvider<RunLauncher.Environment> environment, RunPreflight preflight) {
        return new RunLauncher(environment::getObject, preflight);
    }

    @Bean
    RunLauncher.Environment runEnvironment(
            RunResources resources,
            JobOperator operator,
            @Control DatabaseLogin control,
            CategoryRegistry categories,
            LoadThrottle.Conditions conditions,
            RunLauncher.Patience patience,
            GallraSettings settings) {
        return new RunLauncher.Environment(
                resources,
                operator,
                new CategoryLease(control.jdbc(), control.transaction(), ThisProcess.name()),
                new RunOrderRepository(control.jdbc()),
                categories,
                conditions,
                patience,
                settings.chunk());
    }

    @Bean
    RunLauncher.Patience patience() {
        return RunLauncher.Patience.USUAL;
    }

    @Bean
    RunResources runResources(
            @Job DatabaseLogin job,
            JobRepository repository,
            ConfigurationFiles files,
            @Job RulesInForce rules,
            ConfiguredBucket bucket,
            GallraSettings settings,
            CrashPoint.Witness witness) {
        return new RunResources(
                job.jdbc(),
                job.manager(),
                repository,
                files.policy(),
                files.limits(),
                rules,
                files.sources(),
                new KeyTypes(Set.of(), Set.of()),
                settings.tags(),
                bucket.bucket(),
                DeletePrecondition.NONE,
                RunLauncher.Patience.USUAL.doubt(),
                witness);
    }

    @Bean
    LoadThrottle.Conditions throttleConditions(ConfigurationFiles files, GallraSettings settings, Clock clock) {
        List<ReplicaLag> replicas = ReplicaLag.of(files.throttle().replicas(), settings);
        return new LoadThrottle.Conditions(files.throttle(), clock, replicas);
    }

    @Bean
    Preflight preflight(
            ConfigurationFiles files,
            @Job DatabaseLogin job,
            ConfiguredBucket bucket,
            Clock clock,
            SealStores seals,
            @Job ObjectProvider<RulesInForce> rules,
            GallraSettings settings) {
        return new Preflight(
                files,
                job.dataSource(),
                bucket::bucket,
                clock,
                new ExternalSealReader(seals),
                new Preflight.Accounts(rules::getObject, settings.single()),
                settings.tags());
    }

    @Bean
    RestoreChecks.Look restoreLook(@Reader DatabaseLogin reader, SealStores seals) {
        return new RestoreChecks.Look(reader.dataSource(), new ExternalSealReader(seals));
    }

    @Bean
    InventoryChecks inventoryChecks(ConfigurationFiles files, @Reader DatabaseLogin reader, ConfiguredBucket bucket) {
        return new InventoryChecks(files.sources(), reader::dataSource, bucket::bucket);
    }

    @Bean
    RunHistory runHistory(@Reader DatabaseLogin reader) {
        return new RunHistory(reader.jdbc(), new MaskedTables(reader.jdbc()));
    }

    @Bean
    WorkerOrders workerOrders(@Reader DatabaseLogin reader) {
        return new WorkerOrders(reader.jdbc());
    }

    @Bean
    OrderWorker orderWorker(@Control DatabaseLogin control) {
        return new OrderWorker(control.jdbc(), ThisProcess.name());
    }

    @Bean
    RunOrderService runOrderService(@Finance DatabaseLogin finance) {
        return new RunOrderService(finance.jdbc());
    }

    @Bean
    ReplayRunner replayRunner(
            GallraSettings settings,
            ConfigurationFiles files,
            CategoryRegistry categories,
            SealStores stores,
            @Reader DatabaseLogin reader,
            @Job DatabaseLogin job,
            @Finance DatabaseLogin finance) {
        return new ReplayRunner(settings, files, categories, stores, new ReplayRunner.Logins(reader, job, finance));
    }
}
