package se.partnersec.gallra.holds;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.DatabaseRole;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.catalog.KeyTypes;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.login.Finance;
import se.partnersec.gallra.database.login.Job;
import se.partnersec.gallra.database.login.Reader;
import se.partnersec.gallra.holds.blocklist.BlockListService;
import se.partnersec.gallra.holds.hold.AuditedPersonReads;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.HoldService;
import se.partnersec.gallra.holds.hold.HoldTargets;
import se.partnersec.gallra.holds.hold.PersonReadLog;
import se.partnersec.gallra.holds.identity.IdentityTargets;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Beans of the module holds. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class HoldsConfiguration {
    @Bean
    ErasureGate erasureGate(@Job DatabaseLogin job) {
        return new ErasureGate(job.jdbc());
    }

    @Bean
    HoldService holdService(@Finance DatabaseLogin finance, HoldTargets targets) {
        return new HoldService(finance.jdbc(), finance.transaction(), targets);
    }

    @Bean
    HoldTargets holdTargets(
            @Finance DatabaseLogin finance, ConfigurationFiles files, @Finance ObjectProvider<KeyTypes> kinds) {
        return new IdentityTargets(finance.jdbc(), files.sources(), kinds::getObject);
    }

    @Bean
    HoldRepository holdRepository(@Finance DatabaseLogin finance) {
        return new HoldRepository(finance.jdbc(), new MaskedTables(finance.jdbc()));
    }

    /** Under the login of a person where there is one, so that the audit names whoever reads. */
    @Bean
    PersonReadLog personReadLog(
            @Finance DatabaseLogin finance, @Reader DatabaseLogin reader, GallraSettings settings, Pseudonymizer tags) {
        boolean person = !settings.account(DatabaseRole.FINANCE).equals(settings.account(DatabaseRole.JOB));
        return new AuditedPersonReads((person ? finance : reader).jdbc(), tags);
    }

    @Bean
    BlockListService blockListService(@Finance DatabaseLogin finance, ConfigurationFiles files) {
        return new BlockListService(finance.jdbc(), finance.transaction(), files.sources());
    }
}
