package se.partnersec.gallra.holds;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.login.Finance;
import se.partnersec.gallra.database.login.Job;
import se.partnersec.gallra.holds.blocklist.BlockListService;
import se.partnersec.gallra.holds.hold.ErasureGate;
import se.partnersec.gallra.holds.hold.HoldRepository;
import se.partnersec.gallra.holds.hold.HoldService;

/** Beans of the module holds. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class HoldsConfiguration {
    @Bean
    ErasureGate erasureGate(@Job DatabaseLogin job) {
        return new ErasureGate(job.jdbc());
    }

    @Bean
    HoldService holdService(@Finance DatabaseLogin finance) {
        return new HoldService(finance.jdbc(), finance.transaction());
    }

    @Bean
    HoldRepository holdRepository(@Finance DatabaseLogin finance) {
        return new HoldRepository(finance.jdbc());
    }

    @Bean
    BlockListService blockListService(@Finance DatabaseLogin finance, ConfigurationFiles files) {
        return new BlockListService(finance.jdbc(), finance.transaction(), files.sources());
    }
}
