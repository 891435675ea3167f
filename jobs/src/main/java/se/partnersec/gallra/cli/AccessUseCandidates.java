package se.partnersec.gallra.cli;

import java.util.Iterator;
import se.partnersec.gallra.access.AccessUse;

/** What a shell offers where the use of an account is to be named. */
final class AccessUseCandidates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return AccessUse.ids().iterator();
    }
}
