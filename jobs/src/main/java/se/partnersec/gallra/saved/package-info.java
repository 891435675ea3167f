/** Floor 4: saved plans. What a run would do, kept so that another person can approve it and a run can do exactly that. */
@NullMarked
package se.partnersec.gallra.saved;

import org.jspecify.annotations.NullMarked;
