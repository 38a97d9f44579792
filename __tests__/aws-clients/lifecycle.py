"""An application from its creation to its end with boto3: its paginators, its waiters, its errors.

Time in AppConfig is the simulator's, a tenth of a second to the minute.
"""

import json

import boto3
from botocore.exceptions import WaiterError

QUICK = {"Delay": 1, "MaxAttempts": 60}

appconfig = boto3.client("appconfig")

shop = {"ApplicationId": appconfig.create_application(Name="shop")["Id"]}
names = ["live", "test", "load"]
environments = [appconfig.create_environment(**shop, Name=name)["Id"] for name in names]
pages = appconfig.get_paginator("list_environments").paginate(**shop, PaginationConfig={"PageSize": 1})
assert [[item["Name"] for item in page["Items"]] for page in pages if page["Items"]] == [[name] for name in names]

live = {**shop, "EnvironmentId": environments[0]}
appconfig.get_waiter("environment_ready_for_deployment").wait(**live, WaiterConfig=QUICK)

profile = appconfig.create_configuration_profile(
    **shop, Name="flags", LocationUri="hosted", Type="AWS.AppConfig.FeatureFlags"
)
flags = {**shop, "ConfigurationProfileId": profile["Id"]}
content = {"version": "1", "flags": {"dark": {"name": "dark"}}, "values": {"dark": {"enabled": True}}}
published = appconfig.create_hosted_configuration_version(
    **flags, Content=json.dumps(content).encode(), ContentType="application/json", VersionLabel="v1"
)
assert published["VersionNumber"] == 1
assert json.loads(published["Content"].read())["values"]["dark"]["enabled"] is True
content["values"]["dark"]["enabled"] = False
try:
    appconfig.create_hosted_configuration_version(
        **flags, Content=json.dumps(content).encode(), ContentType="application/json", LatestVersionNumber=7
    )
    raise AssertionError("A stale number was taken")
except appconfig.exceptions.ConflictException as error:
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 409

quick = {"GrowthFactor": 50, "FinalBakeTimeInMinutes": 1, "ReplicateTo": "NONE"}
strategy = appconfig.create_deployment_strategy(Name="quick", DeploymentDurationInMinutes=2, **quick)["Id"]
slow = appconfig.create_deployment_strategy(Name="slow", DeploymentDurationInMinutes=1440, **quick)["Id"]
start = {**live, "ConfigurationProfileId": flags["ConfigurationProfileId"], "ConfigurationVersion": "v1"}

number = appconfig.start_deployment(**start, DeploymentStrategyId=slow)["DeploymentNumber"]
try:
    appconfig.start_deployment(**start, DeploymentStrategyId=strategy)
    raise AssertionError("A second deployment was started in a busy environment")
except appconfig.exceptions.ConflictException:
    pass
appconfig.stop_deployment(**live, DeploymentNumber=number)
try:
    appconfig.get_waiter("deployment_complete").wait(**live, DeploymentNumber=number, WaiterConfig=QUICK)
    raise AssertionError("A stopped deployment was taken for a complete one")
except WaiterError as error:
    assert error.last_response["State"] == "ROLLED_BACK"

number = appconfig.start_deployment(**start, DeploymentStrategyId=strategy)["DeploymentNumber"]
assert number == 2
appconfig.get_waiter("deployment_complete").wait(**live, DeploymentNumber=number, WaiterConfig=QUICK)
deployment = appconfig.get_deployment(**live, DeploymentNumber=number)
assert deployment["CompletedAt"] > deployment["StartedAt"]

identity = boto3.client("sts").get_caller_identity()
appconfig.delete_hosted_configuration_version(**flags, VersionNumber=1)
appconfig.delete_configuration_profile(**flags)
for environment in environments:
    appconfig.delete_environment(**shop, EnvironmentId=environment)
for each in [strategy, slow]:
    appconfig.delete_deployment_strategy(DeploymentStrategyId=each)
appconfig.delete_application(**shop)
try:
    appconfig.get_application(**shop)
    raise AssertionError("A deleted application was found")
except appconfig.exceptions.ResourceNotFoundException:
    pass

print(
    json.dumps(
        {
            "account": identity["Account"],
            "state": deployment["State"],
            "events": [event["EventType"] for event in reversed(deployment["EventLog"])],
        }
    )
)
