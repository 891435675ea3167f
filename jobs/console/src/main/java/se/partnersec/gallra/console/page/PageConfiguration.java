package se.partnersec.gallra.console.page;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The pages. */
@Configuration(proxyBeanMethods = false)
@Import({EntryController.class, ReadController.class, WhyController.class, EvidenceController.class, PageModel.class})
public class PageConfiguration {}
