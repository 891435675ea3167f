/** Floor 0: the rules of the privacy policy and the decision. Plain Java: no database, no files, no framework. */
@NullMarked
package se.partnersec.gallra.policy;

import org.jspecify.annotations.NullMarked;
