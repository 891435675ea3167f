# The five accounts and that of the web console, when the database begins. Rights: gallra db grants.
for account in job:db owner:owner finance:finance reader:reader sealer:sealer console:console; do
  echo "CREATE USER gallra_${account%:*}@'%' IDENTIFIED BY '$(cat "/run/secrets/${account#*:}-password")';"
done | MYSQL_PWD=$(cat /run/secrets/root-password) mysql --user=root
