package se.partnersec.gallra.reports;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.books.reconcile.Reconciler;
import se.partnersec.gallra.books.reconcile.SignOffService;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.login.Reader;
import se.partnersec.gallra.erasure.category.CategoryRegistry;
import se.partnersec.gallra.objectstore.bucket.ConfiguredBucket;
import se.partnersec.gallra.planning.audit.LedgerAudit;
import se.partnersec.gallra.planning.holding.HoldLookup;
import se.partnersec.gallra.reports.content.ReportFactory;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Beans of the module reports. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class ReportsConfiguration {
    @Bean
    CertificateService certificateService(
            @Reader DatabaseLogin reader,
            ConfigurationFiles files,
            ConfiguredBucket bucket,
            GallraSettings settings,
            ObjectProvider<LedgerAudit> audit) {
        return new CertificateService(reader, files, bucket, settings.seals(), audit::getObject);
    }

    @Bean
    FinanceService financeService(
            @Reader DatabaseLogin reader,
            ConfigurationFiles files,
            ObjectProvider<HoldLookup> lookup,
            ObjectProvider<ReportFactory> reports,
            SignOffService signOffs) {
        return new FinanceService(reader, files, lookup::getObject, reports::getObject, signOffs);
    }

    @Bean
    FindingExport findingExport(@Reader DatabaseLogin reader, ConfigurationFiles files) {
        return new FindingExport(reader, files);
    }

    @Bean
    ReportFactory reportFactory(
            @Reader DatabaseLogin reader,
            ConfigurationFiles files,
            @Reader KeyTypes kinds,
            Pseudonymizer tags,
            CategoryRegistry categories,
            ObjectProvider<Reconciler> reconciler,
            @Reader ObjectProvider<RulesInForce> rules) {
        return new ReportFactory(
                reader.dataSource(),
                files,
                kinds,
                tags,
                categories.all(),
                reconciler::getObject,
                () -> rules.getObject().standing());
    }
}
