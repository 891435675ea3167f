/** Requests of data subjects, decided by people and carried out by the jobs, on real servers. */
@NullMarked
package se.partnersec.gallra.request;

import org.jspecify.annotations.NullMarked;
