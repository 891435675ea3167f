package se.partnersec.gallra.cli.shell;

import picocli.CommandLine.IVersionProvider;

/** The version of this jar, and of the Java it runs on. */
public final class VersionProvider implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = VersionProvider.class.getPackage().getImplementationVersion();
        return new String[] {
            "gallra " + (version == null ? "(not packaged)" : version) + ", Java " + System.getProperty("java.version")
        };
    }
}
