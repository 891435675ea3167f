package se.partnersec.gallra.books;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import se.partnersec.gallra.books.importing.BookImportService;
import se.partnersec.gallra.books.reconcile.Reconciler;
import se.partnersec.gallra.books.reconcile.SignOffService;
import se.partnersec.gallra.config.rules.ConfigurationFiles;
import se.partnersec.gallra.database.login.DatabaseLogin;
import se.partnersec.gallra.database.login.Finance;
import se.partnersec.gallra.database.login.Reader;

/** Beans of the module books. */
@Lazy
@Configuration(proxyBeanMethods = false)
public class BooksConfiguration {
    @Bean
    BookImportService bookImportService(@Finance DatabaseLogin finance, ConfigurationFiles files) {
        return new BookImportService(finance.jdbc(), finance.transaction(), files.sources());
    }

    @Bean
    Reconciler reconciler(@Reader DatabaseLogin reader, ConfigurationFiles files) {
        return new Reconciler(reader.dataSource(), files.billing(), files.sources());
    }

    @Bean
    SignOffService signOffService(@Finance DatabaseLogin finance) {
        return new SignOffService(finance.jdbc(), finance.transaction());
    }
}
