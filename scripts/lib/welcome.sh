#!/usr/bin/env bash
# Prints what to try against a running sample: welcome.sh SLUICE-URL PROVIDER-URL SOCIAL-URL CREDENTIALS-FILE PROGRAM DATA.
# Every line works when pasted.
. "$(dirname "$0")/setup.sh"

endpoint=$1
issuer=$2
social=$3
credentials=$4
programs=$(dirname "$5")
data=$6
pool=$(sed -n 's/^ *id: *\(us-east-1:[0-9a-f-]*\).*/\1/p' "$root/examples/sample.yaml")

cat <<TXT

Sluice is ready on $endpoint, sample pool $pool.
Paste into another terminal:

  # Come as a guest.
  export PATH="$venv/bin:$programs:\$PATH" AWS_DEFAULT_REGION=us-east-1 AWS_PAGER= POOL=$pool
  ID=\$(aws cognito-identity get-id --no-sign-request --endpoint-url $endpoint --identity-pool-id \$POOL --query IdentityId --output text)
  eval "\$(aws cognito-identity get-credentials-for-identity --no-sign-request --endpoint-url $endpoint --identity-id \$ID --query 'Credentials.[AccessKeyId,SecretKey,SessionToken]' --output text | awk '{ print "export AWS_ACCESS_KEY_ID=" \$1 " AWS_SECRET_ACCESS_KEY=" \$2 " AWS_SESSION_TOKEN=" \$3 }')"
  aws sts get-caller-identity --endpoint-url $endpoint

  # Sign in as ada at the development provider. The guest above becomes ada: the identity id stays, unless ada was
  # here before and has one.
  TOKEN=\$("$root/scripts/dev-token" ada --issuer $issuer)
  aws cognito-identity get-credentials-for-identity --no-sign-request --endpoint-url $endpoint --identity-id \$ID --logins ${issuer#http://}=\$TOKEN
  # The same login, whenever it comes back, has the same identity.
  aws cognito-identity get-id --no-sign-request --endpoint-url $endpoint --identity-pool-id \$POOL --logins ${issuer#http://}=\$TOKEN

  # Sign in with Google to get AWS credentials. Google is played on this machine: only its addresses differ.
  GOOGLE=accounts.google.com=\$(curl -fsS '$social/dev/token?provider=google&user=grace')
  ID=\$(aws cognito-identity get-id --no-sign-request --endpoint-url $endpoint --identity-pool-id \$POOL --logins \$GOOGLE --query IdentityId --output text)
  aws cognito-identity get-credentials-for-identity --no-sign-request --endpoint-url $endpoint --identity-id \$ID --logins \$GOOGLE
  # The same with Facebook, Twitter, Apple and Login with Amazon; $social/ tells what else there is.
  FACEBOOK=graph.facebook.com=\$(curl -fsS '$social/dev/token?provider=facebook&user=grace')
  aws cognito-identity get-credentials-for-identity --no-sign-request --endpoint-url $endpoint --identity-id \$ID --logins \$GOOGLE,\$FACEBOOK

  # Administer it, as the administrator whose key is in that file: a pool of your own, and what is in it.
  admin() { env -u AWS_ACCESS_KEY_ID -u AWS_SECRET_ACCESS_KEY -u AWS_SESSION_TOKEN AWS_SHARED_CREDENTIALS_FILE="$credentials" aws --endpoint-url $endpoint "\$@"; }
  MINE=\$(admin cognito-identity create-identity-pool --identity-pool-name mine --allow-unauthenticated-identities --query IdentityPoolId --output text)
  admin cognito-identity set-identity-pool-roles --identity-pool-id \$MINE --roles unauthenticated=arn:aws:iam::000000000000:role/sample-guest
  admin cognito-identity list-identities --identity-pool-id \$POOL --max-results 10
  admin cognito-identity delete-identity-pool --identity-pool-id \$MINE

  # The same in JSON and under /admin/v1, with a bearer token of that administrator: by curl, or by the sluice command.
  eval "\$(sluice admin token developer --lifetime 3600 --data-dir "$data")"; export SLUICE_ENDPOINT=$endpoint
  curl -fsS -H "Authorization: Bearer \$SLUICE_TOKEN" $endpoint/admin/v1/pools/\$POOL; echo
  sluice pools list
  # Why did grace get that role?
  sluice decisions list --limit 5
  sluice explain \$(sluice decisions list --limit 1 --operation GetCredentialsForIdentity --output json | sed -n 's/.*"requestId": *"\([^"]*\)".*/\1/p')

Ctrl-C stops Sluice, its database and the providers. What it stored is kept for the next start.
TXT
