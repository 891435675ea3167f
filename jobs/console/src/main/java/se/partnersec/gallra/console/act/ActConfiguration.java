package se.partnersec.gallra.console.act;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Controller of the forms. */
@Configuration(proxyBeanMethods = false)
@Import(ActController.class)
public class ActConfiguration {}
