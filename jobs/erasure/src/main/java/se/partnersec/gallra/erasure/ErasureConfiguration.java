package se.partnersec.gallra.erasure;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.login.Reader;
import se.partnersec.gallra.erasure.row.SuppressionList;
import se.partnersec.gallra.support.crypto.Pseudonymizer;

/** Beans of the module erasure. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class ErasureConfiguration {
    @Bean
    SuppressionList suppressionList(@Reader DatabaseLogin reader, Pseudonymizer tags) {
        return new SuppressionList(reader.jdbc(), tags);
    }
}
