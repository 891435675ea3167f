package se.partnersec.gallra.ledger;

import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.config.rules.CategoryRequirements;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.config.settings.GallraSettings;
import se.partnersec.gallra.database.jdbc.MaskedTables;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.login.Finance;
import se.partnersec.gallra.database.login.Reader;
import se.partnersec.gallra.database.login.Sealer;
import se.partnersec.gallra.ledger.evidence.SealService;
import se.partnersec.gallra.ledger.notice.FindingAckService;
import se.partnersec.gallra.ledger.notice.FindingList;
import se.partnersec.gallra.ledger.notice.RecipientNoticeService;
import se.partnersec.gallra.ledger.seal.SealKey;
import se.partnersec.gallra.ledger.sealstore.SealStores;
import se.partnersec.gallra.ledger.verify.LedgerVerifier;
import se.partnersec.gallra.policy.limit.HousekeepingPolicy;
import se.partnersec.gallra.support.exit.RefusedException;
import se.partnersec.gallra.support.text.Sentences;

/** Beans of the module ledger. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class LedgerConfiguration {
    private static final Sentences SENTENCES = Sentences.of("ledger");

    @Bean
    SealStores sealStores(GallraSettings settings, Clock clock) {
        return new SealStores(settings.seals(), clock);
    }

    /** The key is read now. */
    @Bean
    SealService sealService(
            @Sealer DatabaseLogin sealer,
            GallraSettings settings,
            SealStores stores,
            CategoryRequirements requirements,
            ConfigurationFiles files) {
        Path keyFile = settings.seals().keyFile();
        if (keyFile == null) {
            throw RefusedException.configuration(SENTENCES.say("ledger.gallra-seal-key-file-missing-file"));
        }
        return new SealService(
                sealer.jdbc(),
                sealer.manager(),
                SealKey.read(keyFile),
                stores,
                requirements.categories().names(),
                () -> periods(files));
    }

    /** A fault in own-data.yml stops no sealing: then no row is taken for pruned, and policy check names the fault. */
    private static HousekeepingPolicy periods(ConfigurationFiles files) {
        try {
            return files.housekeeping();
        } catch (RefusedException e) {
            return HousekeepingPolicy.FOR_GOOD;
        }
    }

    @Bean
    LedgerVerifier ledgerVerifier(@Reader DatabaseLogin reader) {
        return new LedgerVerifier(reader.jdbc(), reader.manager());
    }

    @Bean
    LedgerEvidenceService ledgerEvidenceService(
            @Reader DatabaseLogin reader,
            @Sealer DatabaseLogin sealer,
            ObjectProvider<SealService> seals,
            SealStores stores,
            GallraSettings settings) {
        return new LedgerEvidenceService(reader, sealer, seals::getObject, stores, settings);
    }

    @Bean
    RecipientNoticeService recipientNoticeService(@Finance DatabaseLogin finance, ConfigurationFiles files) {
        return new RecipientNoticeService(
                finance.jdbc(), finance.transaction(), files.sources().copies());
    }

    @Bean
    FindingList findingList(@Reader DatabaseLogin reader) {
        return new FindingList(reader.jdbc(), MaskedTables.ofFindings(reader.jdbc()));
    }

    @Bean
    FindingAckService findingAckService(@Finance DatabaseLogin finance) {
        return new FindingAckService(finance.jdbc(), finance.transaction());
    }
}
