package se.partnersec.gallra.console;

import java.nio.charset.StandardCharsets;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.Ordered;
import se.partnersec.gallra.console.act.ActConfiguration;
import se.partnersec.gallra.console.language.ConsoleLanguage;
import se.partnersec.gallra.console.language.LanguageFilter;
import se.partnersec.gallra.console.live.LiveConfiguration;
import se.partnersec.gallra.console.page.PageConfiguration;
import se.partnersec.gallra.console.security.SecurityConfiguration;

/** Beans of the console. There is no user but those of the database. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
@Import({SecurityConfiguration.class, PageConfiguration.class, ActConfiguration.class, LiveConfiguration.class})
class ConsoleConfiguration {

    @Bean
    MessageSource messageSource() {
        ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
        texts.setBasename("console");
        texts.setDefaultEncoding(StandardCharsets.UTF_8.name());
        texts.setFallbackToSystemLocale(false);
        return texts;
    }

    @Bean
    ConsoleLanguage localeResolver() {
        return new ConsoleLanguage();
    }

    /** Before the filters of security, which refuse in words. */
    @Bean
    FilterRegistrationBean<LanguageFilter> languageFilter(ConsoleLanguage language) {
        FilterRegistrationBean<LanguageFilter> filter = new FilterRegistrationBean<>(new LanguageFilter(language));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return filter;
    }
}
