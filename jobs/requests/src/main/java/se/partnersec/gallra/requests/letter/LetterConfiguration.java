package se.partnersec.gallra.requests.letter;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.config.rules.ConfigFolder;
import se.partnersec.gallra.config.rules.ConfigurationFiles;

/** Beans of letters. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class LetterConfiguration {
    @Bean
    LetterService letterService(ConfigFolder folder, ConfigurationFiles files) {
        return new LetterService(folder, files);
    }
}
