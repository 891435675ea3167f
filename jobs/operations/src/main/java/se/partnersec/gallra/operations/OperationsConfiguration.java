package se.partnersec.gallra.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.JdbcTemplate;
import se.partnersec.gallra.books.reconcile.Reconciler;
import se.partnersec.gallra.config.mapping.BooksMapping;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.GallraEnvironment;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.jdbc.DatabaseClock;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.login.Owner;
import se.partnersec.gallra.database.login.Reader;
import se.partnersec.gallra.database.schema.EmbeddedSchema;
import se.partnersec.gallra.erasure.category.Category;
import se.partnersec.gallra.erasure.category.CategoryRegistry;
import se.partnersec.gallra.ledger.LedgerEvidenceService;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.operations.bucketpolicy.BucketScopeFactory;
import se.partnersec.gallra.operations.housekeeping.HousekeepingService;
import se.partnersec.gallra.operations.metrics.BooksMetrics;
import se.partnersec.gallra.operations.metrics.CategoryMetrics;
import se.partnersec.gallra.operations.metrics.CensusMetrics;
import se.partnersec.gallra.operations.metrics.ErasureMetrics;
import se.partnersec.gallra.operations.metrics.LedgerMetrics;
import se.partnersec.gallra.operations.metrics.MetricCollector;
import se.partnersec.gallra.operations.metrics.MetricPart;
import se.partnersec.gallra.operations.metrics.RequestMetrics;
import se.partnersec.gallra.operations.metrics.RunMetrics;
import se.partnersec.gallra.operations.metrics.SealMetrics;
import se.partnersec.gallra.operations.schema.SchemaService;
import se.partnersec.gallra.planning.plan.StatusOverview;
import se.partnersec.gallra.policy.rule.DataCategory;

/** Beans of the module operations. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class OperationsConfiguration {
    @Bean
    MetricCollector metricCollector(
            @Reader DatabaseLogin login,
            ConfigurationFiles files,
            CategoryRegistry categories,
            StatusOverview overview,
            ObjectProvider<Reconciler> reconciler,
            LedgerVerifier verifier,
            LedgerEvidenceService evidence) {
        JdbcTemplate reader = login.jdbc();
        List<Category> mapped = categories.all().stream()
                .filter(each -> files.sources().tables().containsKey(each.category()))
                .toList();
        List<DataCategory> names = mapped.stream().map(Category::category).toList();
        List<MetricPart> runs = new ArrayList<>(List.of(
                RunMetrics.of(reader, names),
                ErasureMetrics.of(reader, names),
                SealMetrics.of(reader),
                CensusMetrics.of(reader),
                RequestMetrics.of(reader)));
        List<MetricPart> records = new ArrayList<>();
        mapped.forEach(each -> records.add(CategoryMetrics.of(each.category(), () -> overview.look(each))));
        // As gallra ledger verify asks it.
        records.add(LedgerMetrics.of(
                reader,
                () -> verifier.verify(Optional.empty()).ok()
                        && evidence.verify(null, null).ok()));
        BooksMapping books = files.sources().books();
        if (books != null) {
            runs.add(BooksMetrics.freshness(reader, books, files.sources().entities()));
            records.add(BooksMetrics.differences(
                    reader, () -> reconciler.getObject().reconcile(0)));
        }
        MetricCollector.Versions versions = new MetricCollector.Versions(
                files.policy().version(),
                files.fingerprint(),
                Objects.requireNonNullElse(
                        OperationsConfiguration.class.getPackage().getImplementationVersion(), "unpackaged"));
        return new MetricCollector(new DatabaseClock(reader)::now, runs, records, versions);
    }

    @Bean
    HousekeepingService housekeepingService(
            ConfigurationFiles files, @Reader DatabaseLogin reader, @Owner DatabaseLogin owner) {
        return new HousekeepingService(files, reader, owner);
    }

    @Bean
    BucketScopeFactory bucketScopeFactory(GallraEnvironment environment, ConfigurationFiles files) {
        return new BucketScopeFactory(environment.variables(), files::sources);
    }

    @Bean
    SchemaService schemaService(
            @Owner DatabaseLogin owner,
            GallraEnvironment environment,
            ObjectProvider<EmbeddedSchema> embedded,
            ObjectProvider<GallraSettings> settings,
            ConfigurationFiles files) {
        return new SchemaService(
                owner, environment.embedded() ? embedded::getObject : null, settings::getObject, files);
    }
}
