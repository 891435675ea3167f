/** Requests of data subjects: entering, deciding and answering them. */
@NullMarked
package se.partnersec.gallra.cli.request;

import org.jspecify.annotations.NullMarked;
