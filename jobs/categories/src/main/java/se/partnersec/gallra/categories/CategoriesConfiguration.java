package se.partnersec.gallra.categories;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.config.rules.CategoryRequirements;
import se.partnersec.gallra.erasure.category.CategoryRegistry;

/** The data categories of the suite. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class CategoriesConfiguration {
    @Bean
    CategoryRegistry categoryRegistry() {
        return Categories.registry();
    }

    @Bean
    CategoryRequirements categoryRequirements(CategoryRegistry registry) {
        return registry.requirements();
    }
}
