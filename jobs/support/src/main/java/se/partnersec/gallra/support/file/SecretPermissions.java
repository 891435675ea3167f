package se.partnersec.gallra.support.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/**
 * Whether the file of a secret is for its reader alone. Root may hand one to a service through its group, as Kubernetes does
 * (fsGroup) and systemd (an access list, which shows as the group's right): there is no other way to give a file to a user
 * who does not own it. PostgreSQL asks the same of the keys of its clients.
 */
public final class SecretPermissions {
    private static final int ROOT = 0;
    private static final Set<PosixFilePermission> NEVER = Set.of(
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private SecretPermissions() {}

    /** Whether others than its reader may read or change it; links are followed. */
    public static boolean othersMay(Path file) throws IOException {
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(file);
        return othersMay(rights, uid(file), uid(Path.of("/proc/self")));
    }

    /** @param reader the user that this process is */
    static boolean othersMay(Set<PosixFilePermission> rights, int owner, int reader) {
        boolean handedOver = owner == ROOT && reader != ROOT;
        return rights.stream().anyMatch(NEVER::contains)
                || rights.contains(PosixFilePermission.GROUP_READ) && !handedOver;
    }

    /** Root where it cannot be told, which is the stricter reading for a process; a file's can always be told. */
    private static int uid(Path file) throws IOException {
        return Files.exists(file) && Files.getAttribute(file, "unix:uid") instanceof Integer uid ? uid : ROOT;
    }
}
