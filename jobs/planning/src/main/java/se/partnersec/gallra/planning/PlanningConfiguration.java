package se.partnersec.gallra.planning;

import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.approvals.adoption.AdoptionService;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.approvals.plan.PlanComparison;
import se.partnersec.gallra.approvals.plan.PlanRepository;
import se.partnersec.gallra.approvals.plan.PlanService;
import se.partnersec.gallra.config.rules.ConfigFolder;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.login.Finance;
import se.partnersec.gallra.database.login.Reader;
import se.partnersec.gallra.database.schema.PolicyVersionRepository;
import se.partnersec.gallra.erasure.category.CategoryRegistry;
import se.partnersec.gallra.erasure.row.SuppressionList;
import se.partnersec.gallra.objectstore.bucket.ConfiguredBucket;
import se.partnersec.gallra.planning.audit.LedgerAudit;
import se.partnersec.gallra.planning.census.HeldRecordCensus;
import se.partnersec.gallra.planning.explain.InactiveUserList;
import se.partnersec.gallra.planning.explain.RecordExplainer;
import se.partnersec.gallra.planning.forecast.PolicyImpact;
import se.partnersec.gallra.planning.forecast.PolicyService;
import se.partnersec.gallra.planning.holding.HoldLookup;
import se.partnersec.gallra.planning.holding.HoldReceiptService;
import se.partnersec.gallra.planning.holding.UnknownScopes;
import se.partnersec.gallra.planning.plan.KeptRangeVerifier;
import se.partnersec.gallra.planning.plan.LimitPreview;
import se.partnersec.gallra.planning.plan.Planner;
import se.partnersec.gallra.planning.plan.StatusOverview;
import se.partnersec.gallra.planning.proposal.MappingProposalService;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Beans of the module planning. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class PlanningConfiguration {
    @Bean
    PlanningService planningService(
            ObjectProvider<Planner> planner,
            ObjectProvider<RecordExplainer> explainer,
            ObjectProvider<KeptRangeVerifier> kept,
            ObjectProvider<InactiveUserList> inactive,
            ObjectProvider<SuppressionList> suppression,
            CategoryRegistry categories) {
        return new PlanningService(
                planner::getObject,
                explainer::getObject,
                kept::getObject,
                inactive::getObject,
                suppression::getObject,
                categories);
    }

    @Bean
    SavedPlanService savedPlanService(
            ObjectProvider<Planner> planner,
            CategoryRegistry categories,
            ObjectProvider<PlanService> plans,
            PlanRepository repository,
            ConfigurationFiles files,
            @Reader DatabaseLogin reader,
            @Finance DatabaseLogin finance) {
        return new SavedPlanService(
                (category, asOf) -> planner.getObject().draw(categories.get(category), asOf),
                plans::getObject,
                repository,
                new PlanComparison(reader.jdbc()),
                files,
                new PolicyVersionRepository(finance.jdbc()));
    }

    @Bean
    PolicyService policyService(
            ConfigurationFiles files,
            @Reader DatabaseLogin reader,
            @Reader ObjectProvider<RulesInForce> rules,
            ObjectProvider<PolicyImpact> impact,
            ObjectProvider<AdoptionService> adoptions,
            Clock clock) {
        return new PolicyService(files, reader, rules::getObject, impact::getObject, adoptions::getObject, clock);
    }

    @Bean
    MappingProposalService mappingProposalService(
            @Reader DatabaseLogin reader,
            ObjectProvider<ConfiguredBucket> bucket,
            CategoryRegistry categories,
            ConfigFolder folder) {
        return new MappingProposalService(
                reader,
                () -> bucket.getObject().bucket(),
                categories.requirements().roles(),
                folder.path());
    }

    @Bean
    PolicyImpact policyImpact(
            @Reader DatabaseLogin reader,
            ConfigurationFiles files,
            @Reader KeyTypes kinds,
            Pseudonymizer tags,
            CategoryRegistry categories) {
        return new PolicyImpact(reader.dataSource(), files.sources(), kinds, tags, categories.all());
    }

    @Bean
    LimitPreview limitPreview(ConfigurationFiles files) {
        return new LimitPreview(files.limits(), files.fingerprint());
    }

    @Bean
    Planner planner(
            @Reader DatabaseLogin reader,
            ConfigurationFiles files,
            LimitPreview limits,
            @Reader KeyTypes kinds,
            Pseudonymizer tags) {
        return new Planner(reader.dataSource(), files.policy(), limits, files.sources(), kinds, tags);
    }

    @Bean
    StatusOverview statusOverview(
            @Reader DatabaseLogin reader,
            ConfigurationFiles files,
            LimitPreview limits,
            @Reader KeyTypes kinds,
            Pseudonymizer tags,
            CategoryRegistry categories) {
        return new StatusOverview(
                reader.dataSource(), files.policy(), limits, files.sources(), kinds, tags, categories.all());
    }

    @Bean
    KeptRangeVerifier keptRangeVerifier(
            @Reader DatabaseLogin reader, ConfigurationFiles files, @Reader KeyTypes kinds, Pseudonymizer tags) {
        return new KeptRangeVerifier(
                reader.dataSource(), files.policy(), files.sources(), kinds, tags, files.fingerprint());
    }

    @Bean
    RecordExplainer recordExplainer(
            @Reader DatabaseLogin reader,
            ConfigurationFiles files,
            @Reader KeyTypes kinds,
            Pseudonymizer tags,
            ConfiguredBucket bucket) {
        return new RecordExplainer(reader.dataSource(), files.policy(), files.sources(), kinds, tags, bucket.bucket());
    }

    @Bean
    InactiveUserList inactiveUserList(
            @Reader DatabaseLogin reader, ConfigurationFiles files, @Reader KeyTypes kinds, Pseudonymizer tags) {
        return new InactiveUserList(reader.dataSource(), files.policy(), files.sources(), kinds, tags);
    }

    @Bean
    HoldLookup holdLookup(
            @Reader DatabaseLogin reader,
            ConfigurationFiles files,
            @Reader KeyTypes kinds,
            Pseudonymizer tags,
            CategoryRegistry categories) {
        return new HoldLookup(
                reader.dataSource(),
                files.policy(),
                files.sources(),
                kinds,
                tags,
                categories.all(),
                categories.keptByBooks());
    }

    @Bean
    HoldReceiptService holdReceiptService(
            @Finance DatabaseLogin finance, ConfigurationFiles files, @Finance KeyTypes kinds, Pseudonymizer tags) {
        return new HoldReceiptService(finance.dataSource(), files.sources(), kinds, tags);
    }

    @Bean
    LedgerAudit ledgerAudit(
            @Reader DatabaseLogin reader, ConfigurationFiles files, @Reader KeyTypes kinds, Pseudonymizer tags) {
        return new LedgerAudit(reader.dataSource(), files.sources(), kinds, tags);
    }

    @Bean
    HeldRecordCensus heldRecordCensus(@Reader DatabaseLogin reader, ConfigurationFiles files, @Reader KeyTypes kinds) {
        return new HeldRecordCensus(reader.dataSource(), files.sources(), kinds, files.fingerprint());
    }

    @Bean
    UnknownScopes unknownScopes(
            @Finance DatabaseLogin finance, ConfigurationFiles files, @Finance KeyTypes kinds, Pseudonymizer tags) {
        return new UnknownScopes(finance.dataSource(), files.sources(), kinds, tags);
    }
}
