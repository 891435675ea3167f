package se.partnersec.gallra.approvals;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.approvals.adoption.AdoptionService;
import se.partnersec.gallra.approvals.adoption.RulesInForce;
import se.partnersec.gallra.approvals.passkey.PasskeyService;
import se.partnersec.gallra.approvals.plan.PlanRepository;
import se.partnersec.gallra.approvals.plan.PlanService;
import se.partnersec.gallra.approvals.plan.ReplayRepository;
import se.partnersec.gallra.approvals.request.ApprovalService;
import se.partnersec.gallra.approvals.request.PermitService;
import se.partnersec.gallra.approvals.request.PersonRegister;
import se.partnersec.gallra.approvals.request.PersonService;
import se.partnersec.gallra.config.rules.CategoryRequirements;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.login.Finance;
import se.partnersec.gallra.database.login.Job;
import se.partnersec.gallra.database.login.Reader;

/** Beans of the module approvals. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class ApprovalsConfiguration {
    @Bean
    ApprovalService approvalService(@Finance DatabaseLogin finance, ConfigurationFiles files) {
        return new ApprovalService(
                finance.jdbc(), finance.transaction(), files.limits().approvalDays());
    }

    @Bean
    PermitService permitService(
            @Finance DatabaseLogin finance,
            @Finance KeyTypes kinds,
            ConfigurationFiles files,
            CategoryRequirements categories) {
        return new PermitService(
                finance.jdbc(), finance.transaction(), files.sources(), kinds, categories.keptByBooks());
    }

    @Bean
    AdoptionService adoptionService(@Finance DatabaseLogin finance, ConfigurationFiles files) {
        return new AdoptionService(
                finance.jdbc(), finance.transaction(), files.policy(), files.sources(), files.limits());
    }

    @Bean
    PersonService personService(@Finance DatabaseLogin finance) {
        return new PersonService(finance.jdbc(), finance.transaction());
    }

    @Bean
    PersonRegister personRegister(@Reader DatabaseLogin reader) {
        return new PersonRegister(reader.jdbc());
    }

    @Bean
    PlanService planService(@Finance DatabaseLogin finance, ApprovalService approvals, ConfigurationFiles files) {
        return new PlanService(
                finance.jdbc(),
                finance.transaction(),
                approvals,
                files.limits().planHours(),
                files.categories().names());
    }

    @Bean
    PasskeyService passkeyService(
            @Finance DatabaseLogin finance, ApprovalService approvals, PlanService plans, ConfigurationFiles files) {
        return new PasskeyService(
                finance.jdbc(), finance.transaction(), approvals, plans, files.limits(), files.fingerprint());
    }

    @Bean
    PlanRepository planRepository(@Reader DatabaseLogin reader, ConfigurationFiles files) {
        return new PlanRepository(
                reader.jdbc(),
                category -> files.categories().find(category.id()).isPresent(),
                new MaskedTables(reader.jdbc()));
    }

    @Bean
    ReplayRepository replayRepository(@Reader DatabaseLogin reader) {
        return new ReplayRepository(reader.jdbc(), new MaskedTables(reader.jdbc()));
    }

    @Bean
    @Job
    RulesInForce jobRules(@Job DatabaseLogin job, ConfigurationFiles files, GallraSettings settings) {
        return new RulesInForce(job.jdbc(), files.fingerprint(), files.limits(), settings.single());
    }

    @Bean
    @Reader
    RulesInForce readerRules(@Reader DatabaseLogin reader, ConfigurationFiles files, GallraSettings settings) {
        return new RulesInForce(reader.jdbc(), files.fingerprint(), files.limits(), settings.single());
    }
}
