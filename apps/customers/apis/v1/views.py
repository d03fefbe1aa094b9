"""Address book routes of API v1."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.common.http.requester import requester_id
from apps.customers.apis.v1.serializers import AddressesOut, AddressIn, AddressOut, PlacesOut
from apps.customers.selectors.addresses import address_of, addresses_of
from apps.customers.selectors.places import lgas, states
from apps.customers.services.choose_default import make_default, remove_address
from apps.customers.services.save_address import save_address


def _page(results: Any) -> dict[str, Any]:
    return {"results": results, "next": None, "previous": None}


class Addresses(APIView):
    """The book of who asks."""

    @extend_schema(operation_id="addresses_list", responses=AddressesOut)
    def get(self, request: Request) -> Response:
        """List one's own addresses, the default first."""
        cards = addresses_of(requester_id(request))
        return Response(_page(AddressOut(cards, many=True).data))

    @extend_schema(operation_id="addresses_add", request=AddressIn, responses={201: AddressOut})
    def post(self, request: Request) -> Response:
        """Add an address; the first one becomes the default."""
        card = save_address(user_id=requester_id(request), **AddressIn.read(request.data))
        return Response(AddressOut(card).data, status=201)


class OneAddress(APIView):
    """One address of who asks; other people's do not exist here."""

    @extend_schema(operation_id="addresses_read", responses=AddressOut)
    def get(self, request: Request, address_id: UUID) -> Response:
        """Return one address."""
        card = address_of(user_id=requester_id(request), address_id=address_id)
        return Response(AddressOut(card).data)

    @extend_schema(operation_id="addresses_replace", request=AddressIn, responses=AddressOut)
    def put(self, request: Request, address_id: UUID) -> Response:
        """Write an address anew."""
        fields = AddressIn.read(request.data)
        card = save_address(user_id=requester_id(request), address_id=address_id, **fields)
        return Response(AddressOut(card).data)

    @extend_schema(operation_id="addresses_update", request=AddressIn, responses=AddressOut)
    def patch(self, request: Request, address_id: UUID) -> Response:
        """Change the fields that are sent."""
        fields = AddressIn.read(request.data, partial=True)
        card = save_address(user_id=requester_id(request), address_id=address_id, **fields)
        return Response(AddressOut(card).data)

    @extend_schema(operation_id="addresses_remove", responses={204: None})
    def delete(self, request: Request, address_id: UUID) -> Response:
        """Take an address out of the book."""
        remove_address(user_id=requester_id(request), address_id=address_id)
        return Response(status=204)


class DefaultAddress(APIView):
    """Which address is offered first."""

    @extend_schema(operation_id="addresses_make_default", request=None, responses=AddressOut)
    def post(self, request: Request, address_id: UUID) -> Response:
        """Make an address the default."""
        card = make_default(user_id=requester_id(request), address_id=address_id)
        return Response(AddressOut(card).data)


class States(APIView):
    """Nigeria's states."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="places_states", responses=PlacesOut)
    def get(self, request: Request) -> Response:
        """List the 36 states and FCT."""
        return Response(_page(states()))


class Lgas(APIView):
    """Local government areas."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(operation_id="places_lgas", responses=PlacesOut)
    def get(self, request: Request, state: str) -> Response:
        """List the local government areas of a state."""
        return Response(_page(lgas(state)))
